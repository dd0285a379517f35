"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/app/_ui/field";
import { pharmacyRow } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { dammDigit } from "@/lib/shared/damm";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import { FormDialog, type FormFields } from "../_form/form-dialog";
import { type PharmacyDraft, type PharmacyProblem, printedLength, readPharmacy } from "./pharmacy-draft";

const emptyDraft = (): PharmacyDraft => ({ number: "", name: "", town: "", finess: "" });

export function AddPharmacyDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
	const t = useTranslations("console.addPharmacy");
	return (
		<FormDialog
			title={t("title")}
			submit={t("submit")}
			initial={emptyDraft}
			read={readPharmacy}
			path={PATHS.console.pharmacies}
			answer={pharmacyRow}
			onClose={onClose}
			onDone={onAdded}
		>
			{(fields) => <PharmacyFields {...fields} />}
		</FormDialog>
	);
}

function PharmacyFields({ draft, text, has }: FormFields<PharmacyDraft, PharmacyProblem>) {
	const t = useTranslations("console.addPharmacy");
	const error = (problem: PharmacyProblem) => (has(problem) ? t(`error.${problem}`) : undefined);
	return (
		<>
			<TextField
				label={t("number")}
				inputMode="numeric"
				maxLength={5}
				{...text("number")}
				error={error("number")}
				hint={PHARMACY_NUMBER.test(draft.number) ? <Printed number={draft.number} /> : t("numberHint")}
			/>
			<TextField label={t("name")} {...text("name")} error={error("name")} />
			<TextField
				label={t("town")}
				{...text("town")}
				error={error("town") ?? error("together")}
				hint={t("together", { count: printedLength(draft), limit: PHARMACY_NAME_LIMIT })}
			/>
			<TextField label={t("finess")} optional maxLength={9} {...text("finess")} error={error("finess")} />
		</>
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
