from django.urls import path

from zelian.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("gaps.xlsx", views.gaps, name="home-gaps"),
]
