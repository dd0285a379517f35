"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "@/app/_ui/select-field";
import { needsLatin } from "@/lib/entry/latin-name";
import { printDay, readDay, writeDay } from "@/lib/entry/typed-day";
import { readFamilyName, readName } from "@/lib/entry/typed-name";
import { dayAt } from "@/lib/entry/zone-time";
import { SEXES } from "@/lib/protocol/records";
import { isTooLong, namesOf } from "./entry-names";
import { ageOf, GUARDIAN_ASKED, OF_AGE } from "./field-problems";
import { EntryField, type FieldsProps, useProblem } from "./form-fields";

const HALF = "col-span-2 sm:col-span-3";

/** Who it is, as on the identity document; what a name needs beyond that shows only where one needs it. */
export function PersonFields(props: FieldsProps) {
	const { form, context, onChange } = props;
	const t = useTranslations("counter");
	const entry = useTranslations("entry.field");
	const problem = useProblem(props);
	const age = ageOf(form, context);
	const settleDay = (typed: string) => {
		const read = readDay(typed, dayAt(context.now, context.zone));
		return read.outcome === "read" ? printDay(read.day) : typed;
	};
	return (
		<>
			<EntryField {...props} name="family" label={t("field.family")} className={HALF} settle={readFamilyName} />
			<EntryField {...props} name="given" label={t("field.given")} className={HALF} settle={readName} />
			<LatinFields {...props} />
			<PaperFields {...props} />
			<EntryField
				{...props}
				name="birth"
				label={t("field.birth")}
				className="sm:col-span-2"
				placeholder={t("field.birthHint")}
				write={writeDay}
				settle={settleDay}
			/>
			<SelectField
				label={t("field.sex")}
				name="sex"
				data-asked
				choices={SEXES.map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
				value={form.sex}
				error={problem("sex")}
				onChange={(event) => onChange("sex", event.target.value)}
			/>
			{(age === undefined || age >= OF_AGE) && form.guardian === "" ? null : (
				<EntryField
					{...props}
					name="guardian"
					label={entry("guardian")}
					optional={age === undefined || age >= GUARDIAN_ASKED}
					className={HALF}
					settle={readName}
				/>
			)}
			<Consent {...props} minor={age !== undefined && age < GUARDIAN_ASKED} />
		</>
	);
}

/** For names in other letters than Latin: proposed where there is a table, asked for where there is none. */
function LatinFields(props: FieldsProps) {
	const t = useTranslations("entry");
	const { written, latin } = namesOf(props.form);
	const hint = t("hint.latin");
	return (
		<>
			{needsLatin(written.family) ? (
				<EntryField
					{...props}
					name="familyLatin"
					label={t("field.familyLatin")}
					hint={hint}
					className={HALF}
					shown={props.form.familyLatin || latin.family}
					settle={readFamilyName}
				/>
			) : null}
			{needsLatin(written.given) ? (
				<EntryField
					{...props}
					name="givenLatin"
					label={t("field.givenLatin")}
					hint={hint}
					className={HALF}
					shown={props.form.givenLatin || latin.given}
					settle={readName}
				/>
			) : null}
		</>
	);
}

/** For names that are longer than the sheet: how they are shortened there. */
function PaperFields(props: FieldsProps) {
	const t = useTranslations("entry");
	const { latin, paper } = namesOf(props.form);
	const hint = t("hint.paper");
	return (
		<>
			{isTooLong(latin.family) ? (
				<EntryField
					{...props}
					name="familyPaper"
					label={t("field.familyPaper")}
					hint={hint}
					className={HALF}
					shown={props.form.familyPaper || paper.family}
					settle={readFamilyName}
				/>
			) : null}
			{isTooLong(latin.given) ? (
				<EntryField
					{...props}
					name="givenPaper"
					label={t("field.givenPaper")}
					hint={hint}
					className={HALF}
					shown={props.form.givenPaper || paper.given}
					settle={readName}
				/>
			) : null}
		</>
	);
}

function Consent({ form, onChange, minor, ...props }: FieldsProps & { minor: boolean }) {
	const t = useTranslations("entry.field");
	const error = useProblem(props)("consent");
	return (
		<div className={HALF}>
			<label className="flex min-h-11 items-center gap-3 rounded-field px-1 pt-5 has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus">
				<input
					type="checkbox"
					name="consent"
					data-asked
					className="size-6 accent-accent"
					checked={form.consent === "yes"}
					aria-invalid={error === undefined ? undefined : true}
					aria-describedby={error === undefined ? undefined : "consent-error"}
					onChange={(event) => onChange("consent", event.target.checked ? "yes" : "")}
				/>
				{t(minor ? "guardianConsent" : "consent")}
			</label>
			<p id="consent-error" aria-live="polite" className="mt-1 text-sm font-medium text-no empty:hidden">
				{error}
			</p>
		</div>
	);
}
