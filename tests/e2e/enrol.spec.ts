/** How a browser becomes a device, and what keeps it from becoming one. */
import { expect, test as it, type Page } from "@playwright/test";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { askEnrolment } from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";

let portal: TestPortal;
let device: TestDevice;
/** A second browser, which is another device. */
let other: TestDevice;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin });
	other = await openDevice({ origin: portal.origin });
});
it.afterAll(async () => {
	await other?.close();
	await device?.close();
	await portal?.close();
});

/** Next's own announcer is an alert too, and empty. */
const alert = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });
const submit = (page: Page) => page.getByRole("button", { name: "Enrôler cet appareil" });

it("a browser that grants no lasting storage does not become a counter", async () => {
	const fleeting = await openDevice({ origin: portal.origin, fleeting: true });
	const page = await askEnrolment(fleeting, { link: (await portal.links()).counter, label: "poste 1" });
	await expect(alert(page, "Ce navigateur pourrait effacer ce qui attend")).toBeVisible();
	await page.goto(`${portal.origin}/counter`);
	await expect(page.getByRole("heading", { name: "Cet appareil n’est pas un comptoir" })).toBeVisible();
	await expectAccessible(page);
	await fleeting.close();
});

it("a code that does not exist says so, and a link that is cut off too", async () => {
	const page = await askEnrolment(device, { link: "/enrol#0000000000000000000A", label: "poste 2" });
	await expect(alert(page, "Ce code n’existe pas")).toBeVisible();
	await expectAccessible(page);
	await page.close();
	const cut = await device.open("/enrol#0000000000000000000A.cut");
	await expect(alert(cut, "incomplet")).toBeVisible();
	await cut.close();
});

it("a code whose time is over says so", async () => {
	const { counter } = await portal.links();
	const end = "UPDATE enrolment_codes SET expires_at = now() - interval '1 minute' WHERE used_at IS NULL";
	await queryPortal(portal.databaseUrl, end);
	const page = await askEnrolment(device, { link: counter, label: "poste 2" });
	await expect(alert(page, "Ce code n’est plus valable")).toBeVisible();
	await page.close();
});

it("a portal whose root is not the one on the paper is left alone", async () => {
	const { counter } = await portal.links();
	const link = `${counter.slice(0, counter.lastIndexOf(".") + 1)}${"A".repeat(43)}`;
	const page = await askEnrolment(other, { link, label: "poste 4" });
	await expect(alert(page, "Cette adresse n’est pas celle de l’autorité")).toBeVisible();
	await page.goto(`${portal.origin}/counter`);
	await expect(page.getByRole("heading", { name: "Cet appareil n’est pas un comptoir" })).toBeVisible();
	await page.close();
});

it("an enrolment whose answer was lost succeeds with the same code and the same key, once", async () => {
	const { counter } = await portal.links();
	const first = await device.open("/");
	await expectAccessible(first);
	await first.close();
	let lost = 0;
	await device.context().route("**/api/enrolments/claim", async (route) => {
		if (lost++ > 0) return route.continue();
		await route.fetch();
		return route.abort();
	});
	const page = await askEnrolment(device, { link: counter, label: "poste 2" });
	await expect(alert(page, "Le portail ne répond pas")).toBeVisible();
	// The secret is no longer in the address.
	expect(page.url()).toBe(`${portal.origin}/enrol`);
	// A reload brings the code back by itself.
	await page.reload();
	await expect(page.locator("[name=code]")).not.toHaveValue("");
	await page.locator("[name=label]").fill("poste 2");
	await submit(page).click();
	await expect(page.getByRole("heading", { name: "Cet appareil est prêt" })).toBeVisible();
	await expect(page.getByText("Prêt hors ligne")).toBeVisible({ timeout: 60_000 });
	await expectAccessible(page);
	await page.close();

	const second = await askEnrolment(other, { link: counter, label: "poste 3" });
	await expect(alert(second, "Ce code a déjà servi")).toBeVisible();
	await second.close();
	const devices = await queryPortal(
		portal.databaseUrl,
		"SELECT label FROM devices WHERE label IN ('poste 2', 'poste 3')",
	);
	expect(devices).toEqual([{ label: "poste 2" }]);
});

it("in English, by a code that is typed: what is missing is shown, and a door is made", async () => {
	const { door } = await portal.links();
	const [code = ""] = new URL(door).hash.slice(1).split(".");
	const page = await other.open("/enrol");
	await page.getByRole("button", { name: "English" }).click();
	// The code of the enrolment before, which was refused, is offered again.
	await page.locator("[name=code]").fill("");
	await page.getByRole("button", { name: "Enrol this device" }).click();
	await expect(page.locator("[name=code]")).toHaveAttribute("aria-invalid", "true");
	await expect(page.locator("[name=label]")).toHaveAttribute("aria-invalid", "true");
	await expectAccessible(page);
	// As dictated: small letters, with spaces.
	await page.locator("[name=code]").fill((code.toLowerCase().match(/.{4}/g) ?? []).join(" "));
	await page.locator("[name=label]").fill("gate A");
	await page.getByRole("button", { name: "Enrol this device" }).click();
	await expect(page.getByRole("heading", { name: "This device is ready" })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole("link", { name: "Start" }).click();
	await expect(page.getByRole("heading", { name: "Where are you checking?" })).toBeVisible();
	await expectAccessible(page);
	await page.close();
});

it("no page broke the content security policy or threw", () => {
	expect([...device.faults, ...other.faults]).toEqual([]);
});
