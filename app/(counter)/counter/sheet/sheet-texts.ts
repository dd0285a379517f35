import { createTranslator } from "next-intl";
import { numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { printDay } from "@/lib/entry/typed-day";
import { messages } from "@/lib/i18n/messages";
import { printStripNumber } from "@/lib/protocol/strip-number";
import { LOCALES, type Locale } from "@/lib/shared/locale";
import type { PrintedSheet } from "./use-printing";

/** The words of the sheet in one language. The paper carries both, whatever language the screen has. */
function textsIn(locale: Locale, { sheet, reprintedAt }: PrintedSheet) {
	const t = createTranslator({ locale, messages: messages[locale], namespace: "sheet" });
	const { kind, dose, stripNumber, expires, checkCode } = sheet;
	const moment = momentIn(locale, sheet.zone);
	const at = (time: number) => moment.text(time);
	return {
		title: t(`title.${kind}`),
		validUntil: t("validUntil", { until: at(expires), zone: moment.zone(expires) }),
		reprint: reprintedAt && t("reprint", { at: moment.brief(Math.floor(reprintedAt.getTime() / 1000)) }),
		name: t("name"),
		born: t("born"),
		performed: t(`performed.${kind}`),
		performedAt: moment.brief(sheet.performedAt),
		result: kind === "V" ? undefined : { label: t("result"), value: t(`outcome.${kind}`) },
		dose: dose && { label: t("dose"), value: t("doseOf", { dose: dose[0], doses: dose[1] }) },
		product: sheet.product && { label: t(`product.${kind}`), value: sheet.product.name },
		issuedBy: t("issuedBy"),
		qr: t("qr"),
		pharmacy: t("pharmacy", { number: checkCode.number }),
		codeHint: t("codeHint"),
		// The formats let a code end at every third hour only (spec §5): where it ends before the paper, both are said.
		codeUntil:
			checkCode.ends === expires ? t("codeWithSheet") : t("codeUntil", { until: moment.brief(checkCode.ends) }),
		checkers: t("checkers"),
		tearOff: t("tearOff"),
		holder: t("holder"),
		holderQr: t("holderQr"),
		stripNumber:
			stripNumber === undefined ? undefined : { label: t("stripNumber"), value: printStripNumber(stripNumber) },
		number: t("number", { number: String(numberOf(sheet)) }),
		birth: printDay(sheet.person.birth),
	};
}

/** Moments in words, as the pharmacy's clock shows them; and the name of that zone, which tells the doubled hour apart. */
function momentIn(locale: Locale, timeZone: string) {
	const language = locale === "fr" ? "fr-FR" : "en-GB";
	const words = new Intl.DateTimeFormat(language, {
		...{ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
		timeZone,
	});
	const named = new Intl.DateTimeFormat(language, { timeZone, hour: "2-digit", timeZoneName: "long" });
	const brief = new Intl.DateTimeFormat(language, {
		...{ weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
		timeZone,
	});
	return {
		brief: (time: number) => brief.format(time * 1000),
		text: (time: number) => words.format(time * 1000),
		zone: (time: number) =>
			named.formatToParts(time * 1000).find(({ type }) => type === "timeZoneName")?.value ?? timeZone,
	};
}

export type SheetTexts = Readonly<Record<Locale, ReturnType<typeof textsIn>>>;

export function sheetTexts(page: PrintedSheet): SheetTexts {
	const [fr, en] = LOCALES.map((locale) => textsIn(locale, page));
	if (fr === undefined || en === undefined) throw new Error("a language of the sheet is missing");
	return { fr, en };
}

export function nameOf({ person }: Pick<AttestationSheet, "person">): string {
	return `${person.family} ${person.given}`.trim();
}

/** The name in the script of the document, where that is another one. */
export function writtenName({ written }: Pick<AttestationSheet, "written">): string | undefined {
	return written && `${written.family} ${written.given}`.trim();
}

export type FactRow = { readonly label: readonly [french: string, english: string]; readonly value: string };

/** What the sheet says of person and act, the name first. */
export function factRows({ fr, en }: SheetTexts, sheet: AttestationSheet): readonly FactRow[] {
	return [
		{ label: [fr.name, en.name], value: nameOf(sheet) },
		{ label: [fr.born, en.born], value: fr.birth },
		{ label: [fr.performed, en.performed], value: fr.performedAt },
		...(fr.result && en.result
			? [{ label: [fr.result.label, en.result.label], value: `${fr.result.value} / ${en.result.value}` } as const]
			: []),
		...(fr.dose && en.dose ? [{ label: [fr.dose.label, en.dose.label], value: fr.dose.value } as const] : []),
		...(fr.product && en.product
			? [{ label: [fr.product.label, en.product.label], value: fr.product.value } as const]
			: []),
		{ label: [fr.issuedBy, en.issuedBy], value: sheet.pharmacy.name },
	];
}
