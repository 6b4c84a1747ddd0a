from django.urls import path

from zelian.web.figures import views

urlpatterns = [
    path("", views.index, name="figures"),
    path("list.xlsx", views.export, name="figures-export"),
    path("<slug:code>/", views.rows, name="figures-rows"),
    path("<slug:code>/rows.xlsx", views.rows_export, name="figures-rows-export"),
]
