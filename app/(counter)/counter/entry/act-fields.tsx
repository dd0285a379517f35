"use client";

import { useLocale, useTranslations } from "next-intl";
import { Combobox } from "@/app/_ui/combobox";
import { SelectField } from "@/app/_ui/select-field";
import { printDay } from "@/lib/entry/typed-day";
import { readExpiry } from "@/lib/entry/typed-expiry";
import { readMoment, writeMoment } from "@/lib/entry/typed-moment";
import { momentOf } from "./field-problems";
import { EntryField, type FieldsProps, useProblem } from "./form-fields";
import { productsOf, RESULTS } from "./form-state";
import { utcOffset, zoneName } from "./zone-name";

/** When and with what; and what came of it. */
export function ActFields(props: FieldsProps & { onProduct: (code: string) => void }) {
	const { form, context, onProduct } = props;
	const t = useTranslations("counter");
	const problem = useProblem(props);
	const vaccination = form.act === "vaccination";
	return (
		<>
			<MomentField {...props} />
			<Combobox
				label={vaccination ? t("field.vaccine") : t("field.device")}
				name="product"
				asked={form.act !== "pcr"}
				optional={form.act === "pcr"}
				className="sm:col-span-2"
				choices={productsOf(form.act, context.products).map(({ code, name }) => ({
					value: code,
					label: `${code} · ${name}`,
				}))}
				value={form.product}
				error={problem("product")}
				onChange={onProduct}
			/>
			{vaccination ? <DoseFields {...props} /> : <ResultField {...props} />}
		</>
	);
}

function MomentField(props: FieldsProps) {
	const { form, context, onChange } = props;
	const t = useTranslations("counter");
	const entry = useTranslations("entry");
	const locale = useLocale();
	const error = useProblem(props)("which");
	const zone = zoneName(context.zone, momentOf(form, context) ?? context.now, locale);
	const read = readMoment(form.moment, context);
	return (
		<>
			<EntryField
				{...props}
				name="moment"
				label={form.act === "vaccination" ? t("field.injected") : t("field.sampled")}
				className="sm:col-span-2"
				inputMode="numeric"
				placeholder={t("field.momentHint")}
				hint={zone}
				write={writeMoment}
				selectOnFocus
			/>
			{read.outcome === "twice" ? (
				<SelectField
					label={entry("field.which")}
					name="which"
					data-asked
					className="col-span-2"
					choices={(["first", "second"] as const).map((value, i) => ({
						value,
						label: entry(`which.${value}`, { offset: utcOffset(context.zone, read.at[i] ?? 0) }),
					}))}
					value={form.which}
					error={error}
					onChange={(event) => onChange("which", event.target.value)}
				/>
			) : null}
		</>
	);
}

function DoseFields(props: FieldsProps) {
	const t = useTranslations("counter");
	return (
		<>
			<EntryField {...props} name="dose" label={t("field.dose")} inputMode="numeric" maxLength={1} />
			<EntryField {...props} name="doses" label={t("field.doses")} inputMode="numeric" maxLength={1} />
			<BoxFields {...props} optional={false} />
		</>
	);
}

/** The box: lot and last day. */
export function BoxFields(props: FieldsProps & { optional: boolean }) {
	const { optional } = props;
	const t = useTranslations("entry.field");
	return (
		<>
			<EntryField
				{...props}
				name="lot"
				label={t("lot")}
				optional={optional}
				className="sm:col-span-2"
				maxLength={20}
				settle={(typed) => typed.trim()}
			/>
			<EntryField
				{...props}
				name="expiry"
				label={t("expiry")}
				optional
				className="sm:col-span-2"
				placeholder={t("expiryHint")}
				settle={(typed) => {
					const read = readExpiry(typed);
					return read === undefined ? typed : printDay(read);
				}}
			/>
		</>
	);
}

function ResultField(props: FieldsProps) {
	const { form, onChange } = props;
	const t = useTranslations("counter");
	const problem = useProblem(props);
	return (
		<SelectField
			label={t("field.result")}
			name="result"
			data-asked
			className="col-span-2"
			choices={RESULTS.map((value) => ({ value, label: t(`result.${value}`) }))}
			value={form.result}
			error={problem("result")}
			onChange={(event) => onChange("result", event.target.value)}
		/>
	);
}
