"""Addresses of the import wizard."""

from __future__ import annotations

from django.urls import path

from aftersail.core.importing import views

app_name = "importing"
urlpatterns = [
    path("", views.start, name="start"),
    path("template/<str:register>.xlsx", views.template, name="template"),
    path("<uuid:pk>/columns/", views.columns, name="columns"),
    path("<uuid:pk>/", views.preview, name="preview"),
    path("<uuid:pk>/refused.xlsx", views.refused_rows, name="refused"),
    path("<uuid:pk>/mapping.toml", views.mapping_file, name="mapping"),
    path("<uuid:pk>/commit/", views.commit, name="commit"),
    path("<uuid:pk>/undo/", views.undo, name="undo"),
]
