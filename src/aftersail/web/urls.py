"""Root addresses: every chapter under its own name."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from aftersail.web import api, field_app, views
from aftersail.web.home import home as first_page

home: tuple[list[URLPattern], str] = ([path("", first_page, name="home")], "web")

# Addresses are tried in this order: those asked most come first.
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/docs", api.docs, name="api_docs"),
    path("api/v1/", api.api.urls),
    path("", include("aftersail.cases.urls")),
    path("", include(home)),
    path("", include("aftersail.core.urls")),
    path("data/import/", include("aftersail.core.importing.urls")),
    path("people/", include("aftersail.people.urls")),
    path("fleet/", include("aftersail.fleet.urls")),
    path("supply/", include("aftersail.supply.urls")),
    path("", include("aftersail.intake.urls")),
    path("", include("aftersail.dispatch.urls")),
    path("", include("aftersail.visits.urls")),
    path("", include("aftersail.care.urls")),
    path("", include("aftersail.satisfaction.urls")),
    path("", include("aftersail.scorecard.urls")),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("field/", field_app.shell, name="field_app"),
    path("field/sw.js", field_app.worker, name="field_worker"),
    path("field/manifest.webmanifest", field_app.manifest, name="field_manifest"),
    path("i18n/language/", views.set_language, name="set_language"),
]

if settings.DEBUG:
    from aftersail.web.gallery import gallery

    urlpatterns += [path("gallery/", gallery, name="gallery")]

handler400 = "aftersail.core.errors.bad_request"
handler403 = "aftersail.core.errors.forbidden"
handler404 = "aftersail.core.errors.not_found"
handler500 = "aftersail.core.errors.server_error"
