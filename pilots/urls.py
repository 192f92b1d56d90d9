"""Which page of a person's own account, of those that are ours, is at which address? The others are allauth's."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.own_account, name="mfa_index"),
    path("changes/<int:pk>/", views.account_change, name="account_change"),
    path("changes/<str:token>/", views.account_change_by_link, name="account_change_by_link"),
]
