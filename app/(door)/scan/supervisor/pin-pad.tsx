"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Digits for one thumb. The field keeps the focus, so that a keyboard goes on where the thumb left off. */
export function PinPad(props: {
	disabled: boolean;
	busy: boolean;
	onDigit: (digit: string) => void;
	onErase: () => void;
}) {
	const { disabled, busy, onDigit, onErase } = props;
	const t = useTranslations("door.pin");
	return (
		<fieldset disabled={disabled} className="grid grid-cols-3 gap-2.5">
			<legend className="sr-only">{t("keypad")}</legend>
			{DIGITS.map((digit) => (
				<Key key={digit} onPress={() => onDigit(digit)}>
					{digit}
				</Key>
			))}
			<Key label={t("erase")} onPress={onErase}>
				<span aria-hidden="true">⌫</span>
			</Key>
			<Key onPress={() => onDigit("0")}>0</Key>
			<button
				type="submit"
				aria-busy={busy || undefined}
				onPointerDown={keepFocus}
				className={`${KEY} border-accent bg-accent font-semibold text-on-accent aria-busy:opacity-75`}
			>
				{t("confirm")}
			</button>
		</fieldset>
	);
}

const KEY = "min-h-16 rounded-card border text-2xl disabled:opacity-55";

function Key(props: { label?: string; onPress: () => void; children: ReactNode }) {
	return (
		<button
			type="button"
			aria-label={props.label}
			onPointerDown={keepFocus}
			onClick={props.onPress}
			className={`${KEY} tabular border-line bg-quiet hover:border-edge`}
		>
			{props.children}
		</button>
	);
}

function keepFocus(event: { preventDefault: () => void }): void {
	event.preventDefault();
}
