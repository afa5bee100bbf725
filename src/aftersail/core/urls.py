"""Addresses of the ground floor."""

from django.urls import path

from aftersail.core.views import account, accounts, attention, files, filters, log, session

app_name = "core"
urlpatterns = [
    path("sign-in/", session.sign_in, name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke/", account.revoke, name="revoke_token"),
    path("notifications/", attention.notifications, name="notifications"),
    path("notifications/read/", attention.read_all, name="read_notifications"),
    path("notifications/<uuid:notification_id>/", attention.open_notification, name="open_notification"),
    path("follow/<str:subject_type>/<uuid:subject_id>/", attention.toggle_follow, name="follow"),
    path("search/", attention.find, name="search"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("files/<uuid:file_id>/<int:width>.webp", files.small_picture, name="small_picture"),
    path("filters/save/<str:page>/", filters.save, name="save_filter"),
    path("filters/<uuid:filter_id>/forget/", filters.forget, name="delete_filter"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account_new, name="account_new"),
    path("accounts/<uuid:account_id>/", accounts.account_edit, name="account_edit"),
    path("accounts/<uuid:account_id>/password/", accounts.account_password, name="account_password"),
    path("accounts/<uuid:account_id>/grants/", accounts.grant_new, name="grant_new"),
    path(
        "accounts/<uuid:account_id>/grants/<int:grant_id>/withdraw/",
        accounts.grant_withdraw,
        name="grant_withdraw",
    ),
    path("log/", log.log, name="log"),
    path("log/verify/", log.verify, name="verify_log"),
]
