"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { dammDigit } from "@/lib/checkcode/pharmacy-number";
import { CONSOLE_PATHS, pharmacyInput, pharmacyRow } from "@/lib/protocol/console";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import { FailureNotice } from "../_form/failure-notice";
import { useAction } from "../_form/use-action";

/** Code points of what will be printed. */
const printedLength = (name: string, town: string) =>
	[...[name.trim(), town.trim()].filter((part) => part !== "").join(", ")].length;

type Draft = { readonly number: string; readonly name: string; readonly town: string; readonly finess: string };
type Slip = "number" | "name" | "town" | "finess" | "together";

function slipsOf({ number, name, town, finess }: Draft): ReadonlySet<Slip> {
	const slips = new Set<Slip>();
	if (!PHARMACY_NUMBER.test(number)) slips.add("number");
	if (name.trim() === "") slips.add("name");
	if (town.trim() === "") slips.add("town");
	if (finess !== "" && !pharmacyInput.shape.finess.safeParse(finess).success) slips.add("finess");
	if (printedLength(name, town) > PHARMACY_NAME_LIMIT) slips.add("together");
	return slips;
}

export function AddPharmacyDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
	const t = useTranslations("console.addPharmacy");
	const common = useTranslations("common");
	const [draft, setDraft] = useState<Draft>({ number: "", name: "", town: "", finess: "" });
	const [checked, setChecked] = useState(false);
	const { busy, failure, run } = useAction(CONSOLE_PATHS.pharmacies, pharmacyRow);
	const slips = slipsOf(draft);
	const error = (slip: Slip) => (checked && slips.has(slip) ? t(`error.${slip}`) : undefined);

	async function submit() {
		setChecked(true);
		if (slips.size > 0) return;
		const { number, name, town, finess } = draft;
		const body = { number, name: name.trim(), town: town.trim(), ...(finess === "" ? {} : { finess }) };
		if ((await run(body)) !== undefined) onAdded();
	}
	const onSubmit = (event: FormEvent) => {
		event.preventDefault();
		submit().catch((problem: unknown) => reportError(problem));
	};
	const set = (field: keyof Draft) => (event: { target: { value: string } }) =>
		setDraft({ ...draft, [field]: event.target.value });

	return (
		<Dialog title={t("title")} onClose={onClose}>
			<form noValidate onSubmit={onSubmit} className="grid gap-4">
				<TextField
					label={t("number")}
					inputMode="numeric"
					maxLength={5}
					value={draft.number}
					onChange={set("number")}
					error={error("number")}
					hint={PHARMACY_NUMBER.test(draft.number) ? <Printed number={draft.number} /> : t("numberHint")}
				/>
				<TextField label={t("name")} value={draft.name} onChange={set("name")} error={error("name")} />
				<TextField
					label={t("town")}
					value={draft.town}
					onChange={set("town")}
					error={error("town") ?? error("together")}
					hint={t("together", { count: printedLength(draft.name, draft.town), limit: PHARMACY_NAME_LIMIT })}
				/>
				<TextField
					label={t("finess")}
					optional
					maxLength={9}
					value={draft.finess}
					onChange={set("finess")}
					error={error("finess")}
				/>
				{failure === undefined ? null : <FailureNotice failure={failure} />}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{common("cancel")}</Button>
					<Button tone="primary" type="submit" busy={busy}>
						{t("submit")}
					</Button>
				</div>
			</form>
		</Dialog>
	);
}

/** The number as it will stand on every sheet, with its check digit. */
function Printed({ number }: { number: string }) {
	const t = useTranslations("console.addPharmacy");
	return (
		<span role="status">
			{t.rich("printed", {
				number: () => (
					<b className="tabular text-ink">
						{number}-{dammDigit(number)}
					</b>
				),
			})}
		</span>
	);
}
