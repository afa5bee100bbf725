import pytest
from aftersail.web.demo.accounts import DEMO_PASSWORD
from aftersail.web.demo.small import load_small
from aftersail.core.scope import as_system
from aftersail.core.models import Notification
from aftersail.core.attention import *

@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lang,width",[("zh-CN",1440),("en",390)])
def test_shots(new_context, lang, width):
    with as_system():
        w=load_small()
        for n in range(3): Notification.objects.create(account=w.accounts["admin"],event="x",title="案件 SC-QD-202601-0001 已派工",url="/account/")
    page=new_context(viewport={"width":width,"height":900},locale=lang).new_page()
    page.goto("/sign-in/"); page.screenshot(path=f"/tmp/shots/{width}-signin.png",full_page=True)
    page.fill("[name=username]","admin"); page.fill("[name=password]",DEMO_PASSWORD); page.click("form button.btn-primary")
    page.wait_for_load_state()
    for name,path in (("home","/"),("accounts","/accounts/"),("accounts_f","/accounts/?role=engineer&page=abc"),("empty","/accounts/?q=zzz"),("new","/accounts/new/"),("edit",f"/accounts/{w.accounts['crew'].pk}/"),("log","/log/"),("account","/account/"),("tokens","/account/tokens/"),("notes","/notifications/"),("search","/search/?q=x"),("docs","/api/v1/docs"),("nowhere","/nowhere")):
        page.goto(path); page.screenshot(path=f"/tmp/shots/{width}-{name}.png",full_page=True)
        over=page.evaluate("document.documentElement.scrollWidth-document.documentElement.clientWidth")
        print(name,"overflow",over)
    page.goto("/accounts/?role=engineer")
    b=page.locator("[data-dialog-url]").first
    if b.count():
        b.click(); page.locator("#shared-dialog [name=name]").fill("工程师"); page.screenshot(path=f"/tmp/shots/{width}-savedlg.png")
        page.locator("#shared-dialog button.btn-primary").click(); page.wait_for_load_state(); page.screenshot(path=f"/tmp/shots/{width}-saved.png"); print(page.url)
    page.goto("/log/"); page.locator("#verification button").click(); page.locator("#verification .note").wait_for(); page.screenshot(path=f"/tmp/shots/{width}-verified.png")
