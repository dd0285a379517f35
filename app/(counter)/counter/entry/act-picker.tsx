"use client";

import { useTranslations } from "next-intl";
import { Kbd } from "@/app/_ui/kbd";
import { ACTS, type Act } from "./form-state";

/** The act, as large as a title; F2 focuses it, arrows change it. It stays from one person to the next. */
export function ActPicker({ act, onAct }: { act: Act; onAct: (act: Act) => void }) {
	const t = useTranslations("counter.act");
	return (
		<fieldset className="-ml-1 flex flex-wrap items-center gap-1 sm:gap-1.5">
			<legend className="sr-only">{t("label")}</legend>
			{ACTS.map((one) => (
				<label
					key={one}
					className="relative cursor-pointer rounded-full px-3 py-1.5 sm:px-4 sm:text-lg text-ink-2 has-checked:bg-ink has-checked:font-semibold has-checked:text-paper has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
				>
					<input
						type="radio"
						name="act"
						value={one}
						checked={one === act}
						onChange={() => onAct(one)}
						aria-keyshortcuts="F2"
						className="absolute inset-0 opacity-0"
					/>
					{t(one)}
				</label>
			))}
			<span className="ml-1 text-ink-2">
				<Kbd>F2</Kbd>
			</span>
		</fieldset>
	);
}
