/** A holder's phone: the address and the number from the strip, the pass. Speaks the French catalogue. */
import { messages } from "@/lib/i18n/messages";
import { readCodes } from "./read-codes";
import type { Located, Screen, ScreenDevice } from "./screen";

const { holder } = messages.fr;

/** What stands on the strip of a sheet. */
export type Strip = { readonly link: string; readonly stripNumber: string };

/** Opens the link of a strip and answers its question. */
export async function answerStrip<Shown extends Screen>(
	device: ScreenDevice<Shown>,
	{ link, stripNumber }: Strip,
): Promise<Shown> {
	const { pathname, hash } = new URL(link);
	const page = await device.open(pathname + hash);
	await page.getByLabel(holder.stripNumber.label).fill(stripNumber);
	await page.getByRole("button", { name: holder.stripNumber.open, exact: true }).click();
	return page;
}

/** Opens the pass of a link; its text as scanned off the screen, or what the page says instead. */
export async function openPass(device: ScreenDevice, strip: Strip): Promise<string> {
	const page = await answerStrip(device, strip);
	try {
		const code: Located = page.getByRole("img", { name: holder.pass.qr });
		await code
			.or(page.getByRole("heading", { name: holder.not_registered.title }))
			.first()
			.waitFor({ timeout: 20_000 });
		if (!(await code.isVisible())) return ((await page.locator("main").textContent()) ?? "").trim();
		const [text] = await readCodes(await code.screenshot());
		if (text === undefined) throw new Error("the pass on the screen cannot be scanned");
		return text;
	} finally {
		await page.close();
	}
}
