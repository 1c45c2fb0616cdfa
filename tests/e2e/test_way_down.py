"""From the province to a community and back, in a real browser, by the address alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.e2e.conftest import Server
from tests.e2e.walker import PROGRESS, Walker, of_key

if TYPE_CHECKING:
    from playwright.sync_api import Page

CITY = "3701"
PRESS = """code => { const map = document.querySelector('.st-key-progress_map .js-plotly-plot');
  const full = map._fullLayout, box = map.querySelector('.nsewdrag').getBoundingClientRect();
  for (const trace of map.data)
    for (let n = 0; n < (trace.customdata || []).length; n++)
      if (trace.customdata[n] && trace.customdata[n][0] === code)
        return [box.left + full.xaxis.d2p(trace.x[n]), box.top + full.yaxis.d2p(trace.y[n])];
  return null; }"""


def test_from_the_map_to_a_community_and_back_by_the_address_alone(
    simulated_server: Server,
    open_page: Callable[..., Page],
    outside_requests: list[str],
    console_errors: list[str],
) -> None:
    from playwright.sync_api import expect

    page = open_page()
    walker = Walker(page, simulated_server.url, "viewer")
    walker.open(PROGRESS, None, data="simulated")
    plot = page.locator(f"{of_key('progress_map')} .js-plotly-plot")
    plot.scroll_into_view_if_needed()
    plot.locator(".nsewdrag").wait_for()
    walker.quiet()
    x, y = page.evaluate(PRESS, CITY)
    page.mouse.click(x, y)
    expect(walker.part("way")).to_contain_text("济南市")
    assert f"place={CITY}" in page.url
    district = walker.part("figures").get_by_role("link", name="历下区")
    district.click()
    expect(walker.part("way")).to_contain_text("历下区")
    walker.quiet()
    # A number, not a name: the communities behind it.
    walker.part("figures").locator("tr").last.get_by_role("link").first.click()
    expect(walker.part("list")).to_contain_text("历下区")
    listed = page.url
    assert "list=participating" in listed
    page.go_back()
    expect(walker.part("list")).to_have_count(0)
    page.go_back()
    expect(walker.part("way")).not_to_contain_text("历下区")
    # Sent to a colleague, the address says the same.
    other = Walker(
        open_page(viewport={"width": 390, "height": 844}), simulated_server.url, "viewer"
    )
    other.page.goto(listed)
    other.sign_in()
    expect(other.part("list")).to_contain_text("历下区")
    assert outside_requests == []
    assert console_errors == []
