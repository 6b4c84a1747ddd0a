from django.urls import path

from zelian.web.tables import views

urlpatterns = [
    path("", views.build, name="tables"),
    path("table.xlsx", views.export, name="tables-export"),
    path("save/", views.save, name="tables-save"),
    path("<int:pk>/drop/", views.drop, name="tables-drop"),
]
