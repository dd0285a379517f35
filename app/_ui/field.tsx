"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useId } from "react";

export const CONTROL =
	"mt-1 block w-full rounded-field border-[1.5px] border-edge bg-card px-3 py-2.5 text-lg text-ink placeholder:text-ink-2/70 focus:outline-3 focus:outline-offset-1 focus:outline-focus disabled:opacity-60 aria-invalid:border-no";

export type FieldProps = {
	label: string;
	/** Said after the label; an example of what to type. */
	hint?: ReactNode;
	/** What is wrong and how to put it right. Announced when it appears. */
	error?: string | undefined;
	optional?: boolean;
	className?: string;
};

export type ControlAttributes = {
	id: string;
	"aria-describedby": string | undefined;
	"aria-invalid": true | undefined;
};

/** Label, control, hint and error, wired for assistive technology (WCAG 1.3.1, 3.3.1, 3.3.2). */
export function Field(props: FieldProps & { children: (attributes: ControlAttributes) => ReactNode }) {
	const { label, hint, error, optional = false, className = "", children } = props;
	const t = useTranslations("common");
	const id = useId();
	const hintId = `${id}-hint`;
	const errorId = `${id}-error`;
	const describedBy = [hint === undefined ? "" : hintId, error === undefined ? "" : errorId].join(" ").trim();
	return (
		<div className={className}>
			<label htmlFor={id} className="flex justify-between gap-2 text-sm text-ink-2">
				<span>{label}</span>
				{optional ? <span className="text-xs italic">{t("optional")}</span> : null}
			</label>
			{children({
				id,
				"aria-describedby": describedBy || undefined,
				"aria-invalid": error === undefined ? undefined : true,
			})}
			{hint === undefined ? null : (
				<p id={hintId} className="mt-1 text-sm text-ink-2">
					{hint}
				</p>
			)}
			<p id={errorId} aria-live="polite" className="mt-1 text-sm font-medium text-no empty:hidden">
				{error}
			</p>
		</div>
	);
}

type TextFieldProps = FieldProps & Omit<ComponentProps<"input">, keyof FieldProps | "id">;

/** A plain input. Browsers must neither remember nor correct what is typed about a person. */
export function TextField({ label, hint, error, optional, className, ...input }: TextFieldProps) {
	const field = { label, hint, error, ...(optional === undefined ? {} : { optional }), className: className ?? "" };
	return (
		<Field {...field}>
			{(attributes) => (
				<input
					autoComplete="off"
					autoCorrect="off"
					spellCheck={false}
					data-1p-ignore=""
					{...input}
					{...attributes}
					className={CONTROL}
				/>
			)}
		</Field>
	);
}
