from django.urls import path

from zelian.web.intake import views

urlpatterns = [
    path("", views.index, name="intake"),
    path("templates/<slug:code>.xlsx", views.template, name="intake-template"),
    path("jobs/<int:pk>/", views.progress, name="intake-progress"),
    path("<uuid:pk>/", views.batch, name="intake-batch"),
    path("<uuid:pk>/apply/", views.apply, name="intake-apply"),
    path("<uuid:pk>/undo/", views.undo, name="intake-undo"),
    path("<uuid:pk>/errors.xlsx", views.errors, name="intake-errors"),
]
