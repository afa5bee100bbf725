"""Labels read by the camera, without a network."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from aftersail.core.scope import as_system
from aftersail.fleet.models import Equipment
from tests.field.phone import PATIENCE_MS

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = 12


def film_of(address: str, path: Path) -> Path:
    """Write what a camera sees that is held over a label: pictures one after the other."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="q").save(drawn, kind="png", scale=8, border=4)
    label = Image.open(drawn).convert("RGB")
    with path.open("wb") as film:
        for n in range(PICTURES):
            seen = Image.new("RGB", (640, 480), "#b8b4a8")
            seen.paste(label.resize((300, 300)).rotate(2, fillcolor="white"), (150 + 2 * n, 90))
            seen.save(film, "JPEG", quality=90)
    return path


def test_a_label_held_before_the_camera_opens_its_unit_without_a_network(aboard, story, phone_of, tmp_path):
    with as_system():
        unit = Equipment.objects.get(pk=story.world.radar.pk)
        assert unit.label_token
    film = film_of(f"https://aftersail.example/r/{unit.label_token}", tmp_path / "label.mjpeg")
    phone = phone_of(
        flags=(
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        )
    )
    phone.sign_in()
    phone.lose_network()
    phone.go(f"/ships/{unit.vessel_id}/{aboard.pk}")
    phone.do("scan")
    expect(phone.page.locator(f"[data-unit-shown='{unit.pk}']")).to_be_visible(timeout=PATIENCE_MS)


def test_where_the_camera_is_refused_a_code_is_typed(aboard, story, phone):
    phone.sign_in()
    phone.lose_network()
    with as_system():
        unit = Equipment.objects.get(pk=story.world.radar.pk)
    phone.go(f"/ships/{unit.vessel_id}/{aboard.pk}")
    phone.do("scan")
    phone.page.locator(".scan input").fill(unit.label_token)
    phone.do("code")
    expect(phone.page.locator(f"[data-unit-shown='{unit.pk}']")).to_be_visible()
