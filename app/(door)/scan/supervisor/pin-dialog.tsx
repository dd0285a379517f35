"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { CONTROL, Field } from "@/app/_ui/field";
import { PinPad } from "./pin-pad";
import { usePinDialog } from "./use-pin-dialog";

/** Asks for the supervisor's PIN, or has the first one set, typed twice. Never says which digit was wrong. */
export function PinDialog(props: {
	known: boolean;
	change: boolean;
	/** What it is asked for. */
	what: string;
	onDone: (given: boolean) => void;
}) {
	const { what, change, onDone } = props;
	const t = useTranslations("door.pin");
	const pin = usePinDialog(props);
	const input = useRef<HTMLInputElement>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: every step begins in the field
	useEffect(() => input.current?.focus(), [pin.step]);
	const submit = (event: FormEvent) => {
		event.preventDefault();
		input.current?.focus();
		void pin.submit();
	};
	const error = pin.wait > 0 ? t("locked", { seconds: pin.wait }) : pin.fault && t(`fault.${pin.fault}`);
	return (
		<Dialog title={t(change ? "changeTitle" : "title")} onClose={() => onDone(false)}>
			<form onSubmit={submit} noValidate data-pin={pin.step}>
				{what === "" ? null : <p>{what}</p>}
				<p className="mt-1 text-ink-2">{t(`step.${pin.step}`)}</p>
				<Field label={t(`field.${pin.step}`)} error={error} className="mt-3">
					{(attributes) => (
						<input
							{...attributes}
							ref={input}
							name="pin"
							type="password"
							// Neither kept by the browser's passwords, nor a keyboard of the system over the keypad.
							autoComplete="one-time-code"
							inputMode="none"
							data-1p-ignore=""
							value={pin.typed}
							onChange={(event) => pin.type(event.target.value)}
							className={`${CONTROL} tabular text-center text-3xl! tracking-[0.4em]`}
						/>
					)}
				</Field>
				<PinPad
					disabled={pin.wait > 0}
					busy={pin.busy}
					onDigit={(digit) => pin.type(pin.typed + digit)}
					onErase={() => pin.type(pin.typed.slice(0, -1))}
				/>
				{pin.step === "give" ? <Forgotten /> : null}
			</form>
			<Button className="mt-3 w-full" onClick={() => onDone(false)}>
				{t("cancel")}
			</Button>
		</Dialog>
	);
}

function Forgotten() {
	const t = useTranslations("door.pin");
	return (
		<details className="mt-3 text-sm text-ink-2">
			<summary className="min-h-11 cursor-pointer py-3">{t("forgotten")}</summary>
			<p>{t("forgottenHelp")}</p>
		</details>
	);
}
