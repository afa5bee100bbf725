"""What an engineer does on board in a browser, from accepting the visit to both signatures."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from aftersail.web.demo.small import World
from tests.story.people import draw, form_to, press


def serve(engineer: Page, visit_url: str, world: World) -> None:
    """Accept, travel, work through the steps, write the record and have it signed."""
    engineer.goto(visit_url)
    for move in ("accept", "set_out", "arrive", "begin"):
        press(form_to(engineer, f"/move/{move}/"))
        engineer.wait_for_url(re.compile(r"/visits/"))
    engineer.goto(f"{visit_url}?tab=steps")
    steps = engineer.locator("section[id^=step-]")
    for place in range(steps.count()):
        step = steps.nth(place)
        if step.locator("[name=reading]").count():
            step.locator("[name=reading]").fill("24.1")
        step.locator("button[value=pass]").click()
        expect(step.locator("button[name=result][value='']")).to_be_visible()
    engineer.goto(f"{visit_url}?tab=findings")
    finding = form_to(engineer, "/findings/")
    finding.locator("[name=text]").fill("电源模块烧毁")
    for name, code in (("mode", "mode-NOO"), ("mechanism", "mechanism-4.3"), ("cause", "cause-3.4")):
        finding.locator(f"[name={name}]").select_option(str(world.codes[code].pk))
    press(finding)
    engineer.goto(f"{visit_url}?tab=record")
    facts = form_to(engineer, "/facts/")
    facts.locator("[name=diagnosis]").fill("24 V 电源无输出")
    facts.locator("[name=work_done]").fill("更换电源模块，紧固接线")
    facts.locator("[name=test_result]").fill("通电 30 分钟，回波正常")
    facts.locator("[name=restored][value=restored]").check()
    press(facts)
    expect(engineer.locator("#facts-saved")).not_to_be_empty()
    hours = form_to(engineer, "/hours/")
    hours.locator("[name^=work_]").fill("2.5")
    press(hours)
    expect(engineer.locator("#hours-saved")).not_to_be_empty()
    engineer.goto(visit_url)
    press(form_to(engineer, "/move/finish/"))
    engineer.goto(f"{visit_url}?tab=sign")
    engineer.fill("[name=user_name]", "郑轮机")
    engineer.fill("[name=engineer_name]", "程远帆")
    draw(engineer, "user_image")
    draw(engineer, "engineer_image")
    press(form_to(engineer, "/sign/"))
    expect(engineer.locator("a[href*='/report/1/']").first).to_be_attached()
