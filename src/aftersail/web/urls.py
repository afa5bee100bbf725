"""Root addresses: every chapter under its own name."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

handler400 = "aftersail.core.errors.bad_request"
handler403 = "aftersail.core.errors.forbidden"
handler404 = "aftersail.core.errors.not_found"
handler500 = "aftersail.core.errors.server_error"
