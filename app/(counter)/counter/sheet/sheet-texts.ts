import { createTranslator } from "next-intl";
import { numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { printDay } from "@/lib/entry/typed-day";
import { messages } from "@/lib/i18n/messages";
import { printStripNumber } from "@/lib/protocol/strip-number";
import { LOCALES, type Locale } from "@/lib/shared/locale";

/** The words of the sheet in one language. The paper carries both, whatever language the screen has. */
function textsIn(locale: Locale, sheet: AttestationSheet) {
	const t = createTranslator({ locale, messages: messages[locale], namespace: "sheet" });
	const moment = new Intl.DateTimeFormat(locale === "fr" ? "fr-FR" : "en-GB", {
		...{ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
		timeZone: sheet.zone,
	});
	const at = (time: number) => moment.format(new Date(time * 1000));
	const { kind, dose, stripNumber } = sheet;
	return {
		title: t(`title.${kind}`),
		validUntil: t("validUntil", { until: at(sheet.expires) }),
		name: t("name"),
		born: t("born"),
		performed: t(`performed.${kind}`),
		performedAt: at(sheet.performedAt),
		result: kind === "V" ? undefined : { label: t("result"), value: t(`outcome.${kind}`) },
		dose: dose && { label: t("dose"), value: t("doseOf", { dose: dose[0], doses: dose[1] }) },
		product: sheet.product && { label: t(`product.${kind}`), value: sheet.product.name },
		issuedBy: t("issuedBy"),
		qr: t("qr"),
		pharmacy: t("pharmacy", { number: sheet.checkCode.number }),
		codeHint: t("codeHint"),
		codeUntil: t("codeUntil", { until: at(sheet.checkCode.ends) }),
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

export type SheetTexts = Readonly<Record<Locale, ReturnType<typeof textsIn>>>;

export function sheetTexts(sheet: AttestationSheet): SheetTexts {
	const [fr, en] = LOCALES.map((locale) => textsIn(locale, sheet));
	if (fr === undefined || en === undefined) throw new Error("a language of the sheet is missing");
	return { fr, en };
}
