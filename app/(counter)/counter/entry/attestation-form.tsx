"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Combobox } from "@/app/_ui/combobox";
import { TextField } from "@/app/_ui/field";
import { SelectField } from "@/app/_ui/select-field";
import { printNir, readNir } from "@/lib/protocol/nir";
import { SEXES } from "@/lib/protocol/records";
import { ActPicker } from "./act-picker";
import { type Act, type CounterForm, type FieldName, type FieldProblems, type Product, productsOf } from "./form-state";
import { formatBirth } from "./typed/typed-birth";
import { formatMoment } from "./typed/typed-moment";
import { familyName } from "./typed/typed-name";

type AttestationFormProps = {
	form: CounterForm;
	problems: FieldProblems;
	products: readonly Product[];
	onChange: (field: FieldName | "locale", value: string) => void;
	onAct: (act: Act) => void;
};

/** Enter goes to the next field, as Tab does; after the last one to the button that issues. */
function moveOn(event: KeyboardEvent<HTMLFormElement>): void {
	const { target, currentTarget: form } = event;
	const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
	if (event.key !== "Enter" || !isField || event.nativeEvent.isComposing) return;
	event.preventDefault();
	const fields = [...form.elements].filter(
		(element): element is HTMLElement => element instanceof HTMLElement && element.tabIndex >= 0,
	);
	// Radio buttons of a group are one stop.
	const group = target instanceof HTMLInputElement && target.type === "radio" ? target.name : undefined;
	const rest = fields.slice(fields.indexOf(target) + 1);
	const next = rest.find((field) => group === undefined || (field as HTMLInputElement).name !== group);
	(next ?? document.querySelector<HTMLElement>("[data-issue]"))?.focus();
}

export function AttestationForm({ form, problems, products, onChange, onAct }: AttestationFormProps) {
	const ref = useRef<HTMLFormElement>(null);
	// A new person: back to the first field. Something wrong: to the first field that is.
	// biome-ignore lint/correctness/useExhaustiveDependencies: the draft's id is what makes it a new person.
	useEffect(() => {
		ref.current?.querySelector<HTMLElement>("[name='family']")?.focus();
	}, [form.id]);
	useEffect(() => {
		if (Object.keys(problems).length > 0) ref.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
	}, [problems]);
	const fields = { form, problems, products, onChange };
	return (
		<form ref={ref} onKeyDown={moveOn} onSubmit={(event) => event.preventDefault()} noValidate autoComplete="off">
			<ActPicker act={form.act} onAct={onAct} />
			<div className="mt-5 grid grid-cols-2 gap-x-3.5 gap-y-3 sm:grid-cols-6">
				<PersonFields {...fields} />
				<ActFields {...fields} />
				<ContactFields {...fields} />
			</div>
		</form>
	);
}

type FieldsProps = Omit<AttestationFormProps, "onAct">;

/** Value, name, problem and change of a text field. */
function useText({ form, problems, onChange }: FieldsProps) {
	const t = useTranslations("counter.problem");
	return (name: FieldName, format: (typed: string) => string = (typed) => typed) => ({
		name,
		value: form[name],
		error: problems[name] === undefined ? undefined : t(problems[name]),
		onChange: (event: { target: { value: string } }) => onChange(name, format(event.target.value)),
	});
}

function PersonFields(props: FieldsProps) {
	const { form, onChange } = props;
	const t = useTranslations("counter");
	const text = useText(props);
	const { error, value } = text("sex");
	return (
		<>
			<TextField
				label={t("field.family")}
				className="col-span-2 sm:col-span-3"
				{...text("family")}
				onBlur={() => onChange("family", familyName(form.family))}
			/>
			<TextField label={t("field.given")} className="col-span-2 sm:col-span-3" {...text("given")} />
			<TextField
				label={t("field.birth")}
				className="sm:col-span-2"
				inputMode="numeric"
				placeholder={t("field.birthHint")}
				{...text("birth", formatBirth)}
			/>
			<SelectField
				label={t("field.sex")}
				name="sex"
				choices={SEXES.map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
				value={value}
				error={error}
				onChange={(event) => onChange("sex", event.target.value)}
			/>
			<TextField
				label={t("field.nir")}
				optional
				className="col-span-2 sm:col-span-3"
				{...text("nir")}
				onBlur={() => onChange("nir", printNir(readNir(form.nir) ?? form.nir))}
			/>
		</>
	);
}

function ActFields(props: FieldsProps) {
	const { form, problems, products, onChange } = props;
	const t = useTranslations("counter");
	const text = useText(props);
	const choices = productsOf(form.act, products);
	const vaccination = form.act === "vaccination";
	const chooseProduct = (code: string) => {
		onChange("product", code);
		const doses = choices.find((product) => product.code === code)?.doses;
		if (vaccination && doses !== undefined) onChange("doses", String(doses));
	};
	const { error: resultError } = text("result");
	return (
		<>
			<TextField
				label={vaccination ? t("field.injected") : t("field.sampled")}
				className="sm:col-span-2"
				inputMode="numeric"
				placeholder={t("field.momentHint")}
				onFocus={(event) => event.target.select()}
				{...text("moment", formatMoment)}
			/>
			<Combobox
				label={vaccination ? t("field.vaccine") : t("field.device")}
				name="product"
				optional={form.act === "pcr"}
				className="sm:col-span-2"
				choices={choices.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
				value={form.product}
				error={problems.product === undefined ? undefined : t(`problem.${problems.product}`)}
				onChange={chooseProduct}
			/>
			{vaccination ? (
				<>
					<TextField label={t("field.dose")} inputMode="numeric" maxLength={1} {...text("dose")} />
					<TextField label={t("field.doses")} inputMode="numeric" maxLength={1} {...text("doses")} />
				</>
			) : (
				<SelectField
					label={t("field.result")}
					name="result"
					className="col-span-2"
					choices={(["negative", "positive"] as const).map((value) => ({ value, label: t(`result.${value}`) }))}
					value={form.result}
					error={resultError}
					onChange={(event) => onChange("result", event.target.value)}
				/>
			)}
		</>
	);
}

function ContactFields(props: FieldsProps) {
	const t = useTranslations("counter");
	const text = useText(props);
	return (
		<>
			<TextField label={t("field.phone")} optional type="tel" className="col-span-2 sm:col-span-3" {...text("phone")} />
			<TextField
				label={t("field.email")}
				optional
				type="email"
				className="col-span-2 sm:col-span-3"
				{...text("email")}
			/>
			<TextField label={t("field.address")} optional className="col-span-2 sm:col-span-3" {...text("address")} />
			<TextField
				label={t("field.professional")}
				optional
				className="col-span-2 sm:col-span-3"
				maxLength={11}
				{...text("professional")}
			/>
		</>
	);
}
