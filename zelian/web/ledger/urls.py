from django.urls import path

from zelian.web.ledger import views

urlpatterns = [
    path("", views.index, name="ledger"),
    path("export.xlsx", views.export, name="ledger-export"),
    path("kinds/<slug:code>/template.xlsx", views.template, name="ledger-template"),
    path("<int:pk>/", views.entry, name="ledger-entry"),
    path("<int:pk>/void/", views.void, name="ledger-void"),
    path("<int:pk>/restore/", views.restore, name="ledger-restore"),
]
