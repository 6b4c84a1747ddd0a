from django.urls import path

from zelian.web.check import views

urlpatterns = [path("", views.check, name="check")]
