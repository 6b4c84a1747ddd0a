from django.urls import path

from zelian.web.reports import views

urlpatterns = [
    path("", views.index, name="reports"),
    path("draft/<slug:code>/", views.draft, name="reports-draft"),
    path("draft/<slug:code>/document.docx", views.document, name="reports-document"),
    path("draft/<slug:code>/freeze/", views.freeze, name="reports-freeze"),
    path("<int:pk>/", views.frozen, name="reports-frozen"),
    path("<int:pk>/numbers/<int:position>/", views.number, name="reports-number"),
]
