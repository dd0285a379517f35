"use client";

import { useTranslations } from "next-intl";
import { useContext, useState } from "react";
import { Button } from "@/app/_ui/button";
import { SelectField } from "@/app/_ui/select-field";
import { readName } from "@/lib/entry/typed-name";
import { printPhone, readPhone } from "@/lib/entry/typed-phone";
import { printNir, readNir } from "@/lib/protocol/nir";
import { SEEN_DOCUMENTS } from "@/lib/protocol/records";
import { OnDutyContext } from "../vault/on-duty";
import { BoxFields } from "./act-fields";
import { EntryField, type FieldsProps } from "./form-fields";
import type { FieldName } from "./form-state";

const HALF = "col-span-2 sm:col-span-3";
const FOLDED: readonly FieldName[] = ["birthName", "usedName", "document", "address", "professional", "lot", "expiry"];

/** What is not asked for: number and contact in sight, the rest folded until somebody wants it or something is wrong there. */
export function MoreFields(props: FieldsProps) {
	const { problems } = props;
	const t = useTranslations("counter");
	const entry = useTranslations("entry");
	const [open, setOpen] = useState(false);
	const shown = open || FOLDED.some((name) => problems[name] !== undefined);
	return (
		<>
			<EntryField
				{...props}
				name="nir"
				label={t("field.nir")}
				optional
				className="col-span-2 sm:col-span-2"
				settle={(typed) => printNir(readNir(typed) ?? typed)}
			/>
			<EntryField
				{...props}
				name="phone"
				label={t("field.phone")}
				optional
				inputMode="tel"
				className="col-span-2 sm:col-span-2"
				settle={(typed) => {
					const read = readPhone(typed);
					return read.outcome === "read" ? printPhone(read.number) : typed;
				}}
			/>
			<EntryField
				{...props}
				name="email"
				label={t("field.email")}
				optional
				inputMode="email"
				className="col-span-2 sm:col-span-2"
			/>
			<div className="col-span-full">
				<Button compact tone="quiet" aria-expanded={shown} onClick={() => setOpen(!shown)}>
					{entry(shown ? "fewer" : "more")}
				</Button>
			</div>
			{shown ? <FoldedFields {...props} /> : null}
		</>
	);
}

function FoldedFields(props: FieldsProps) {
	const { form, onChange } = props;
	const t = useTranslations("counter");
	const entry = useTranslations("entry");
	const onDuty = useContext(OnDutyContext);
	return (
		<>
			<EntryField
				{...props}
				name="birthName"
				label={entry("field.birthName")}
				optional
				className={HALF}
				settle={readName}
			/>
			<EntryField
				{...props}
				name="usedName"
				label={entry("field.usedName")}
				optional
				className={HALF}
				settle={readName}
			/>
			<SelectField
				label={entry("field.document")}
				name="document"
				optional
				className={HALF}
				choices={SEEN_DOCUMENTS.map((kind) => ({ value: kind, label: entry(`document.${kind}`) }))}
				value={form.document}
				onChange={(event) => onChange("document", event.target.value)}
			/>
			<EntryField {...props} name="address" label={t("field.address")} optional className={HALF} />
			{onDuty === undefined ? (
				<EntryField
					{...props}
					name="professional"
					label={t("field.professional")}
					optional
					className={HALF}
					maxLength={11}
				/>
			) : null}
			{form.act === "vaccination" ? null : <BoxFields {...props} optional />}
		</>
	);
}
