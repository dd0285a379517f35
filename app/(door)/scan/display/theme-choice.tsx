"use client";

import { useTranslations } from "next-intl";
import { useStoredChoice } from "@/app/_ui/stored-choice";
import { THEME, THEMES } from "./display-choices";

/** Dark, light or daylight: one press, seen at once behind the dialog. */
export function ThemeChoice() {
	const t = useTranslations("door.display");
	const current = useStoredChoice(THEME);
	return (
		<fieldset>
			<legend className="text-sm text-ink-2">{t("theme")}</legend>
			<div className="mt-1.5 grid grid-cols-3 gap-2">
				{THEMES.map((theme) => (
					<label
						key={theme}
						className="grid min-h-13 cursor-pointer place-items-center rounded-card border border-edge bg-card px-1 text-center text-[0.9375rem] leading-tight has-checked:border-accent has-checked:font-semibold has-checked:outline-2 has-checked:-outline-offset-2 has-checked:outline-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus"
					>
						<input
							type="radio"
							name="theme"
							value={theme}
							checked={theme === current}
							onChange={() => THEME.choose(theme)}
							className="sr-only"
						/>
						{t(theme)}
					</label>
				))}
			</div>
		</fieldset>
	);
}
