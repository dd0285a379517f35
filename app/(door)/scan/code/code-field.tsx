"use client";

import { useTranslations } from "next-intl";
import { CONTROL, Field } from "@/app/_ui/field";
import type { FieldState } from "./typed-code";

/** One field of the code form: as printed, with a tick once it is right and a word once it is a typo. */
export function CodeField(props: {
	name: string;
	label: string;
	hint: string;
	typo: string;
	value: string;
	state: FieldState;
	tried: boolean;
	numeric?: boolean;
	className?: string;
	onType: (text: string) => void;
}) {
	const { name, label, hint, typo, value, state, tried, numeric = false, className = "", onType } = props;
	const t = useTranslations("door.code");
	const error = state === "typo" ? typo : tried && state !== "good" ? t("missing") : undefined;
	const good = state === "good" && name !== "initials";
	return (
		<Field label={label} hint={hint} error={error} className={className}>
			{(attributes) => (
				<div className="relative">
					<input
						{...attributes}
						name={name}
						value={value}
						onChange={(event) => onType(event.target.value)}
						inputMode={numeric ? "numeric" : "text"}
						autoCapitalize="characters"
						autoComplete="off"
						autoCorrect="off"
						spellCheck={false}
						data-1p-ignore=""
						enterKeyHint="next"
						className={`${CONTROL} tabular font-mono tracking-wide`}
					/>
					{good ? (
						<span className="absolute inset-y-0 right-3 mt-1 grid place-items-center text-ok">
							<span aria-hidden="true">✓</span>
							<span className="sr-only">{t("good")}</span>
						</span>
					) : null}
				</div>
			)}
		</Field>
	);
}
