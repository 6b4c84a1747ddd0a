from django.urls import path

from zelian.web.account import views

urlpatterns = [
    path("login/", views.sign_in, name="login"),
    path("logout/", views.sign_out, name="logout"),
    path("password/", views.password, name="password"),
    path("setup/", views.setup, name="setup"),
]
