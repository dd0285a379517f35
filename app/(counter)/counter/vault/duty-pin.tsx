"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import {
	type ListedProfessional,
	professionalWait,
	setPin,
	tryProfessionalPin,
} from "@/lib/device/counter/professionals";
import { takeDuty } from "@/lib/device/identity/held-keys";
import { PIN_FORM } from "@/lib/device/identity/pin";
import { DATABASE_NAME } from "@/lib/device/store/database";
import { PinField } from "./pin-field";

type PinProps = { person: ListedProfessional; storageKey: CryptoKey; onBack: () => void };
type Fault = "form" | "wrong" | "different";

const WAIT_MS = 1000;

/** Asks for the PIN of one professional, or has the first one chosen, typed twice. */
export function DutyPin({ person, storageKey, onBack }: PinProps) {
	const t = useTranslations("vault.duty");
	const [typed, setTyped] = useState({ first: "", second: "" });
	const [fault, setFault] = useState<Fault>();
	const [busy, setBusy] = useState(false);
	const [wait, setWait] = useState(0);
	const field = useRef<HTMLInputElement>(null);
	const second = useRef<HTMLInputElement>(null);
	useEffect(() => {
		field.current?.focus();
		const look = async () => setWait(await professionalWait(person.id));
		void look();
		const timer = setInterval(() => void look(), WAIT_MS);
		return () => clearInterval(timer);
	}, [person.id]);
	const type = (change: Partial<typeof typed>) => {
		setFault(undefined);
		setTyped({ ...typed, ...change });
	};
	// Whoever chooses another has guessed nothing.
	const closed = person.hasPin && wait > 0;
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		if (busy || closed) return;
		const { first: pin } = typed;
		if (!PIN_FORM.test(pin)) return setFault("form");
		if (!person.hasPin && pin !== typed.second) return setFault("different");
		setBusy(true);
		const given = await give(person, { pin, storageKey });
		if (given) return takeDuty(DATABASE_NAME, person);
		setWait(await professionalWait(person.id));
		setBusy(false);
		setFault("wrong");
		setTyped({ first: "", second: "" });
		field.current?.focus();
	};
	const said = closed ? t("locked", { seconds: wait }) : fault && t(`fault.${fault}`);
	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="grid gap-5">
			<p className="text-lg">{person.name}</p>
			{person.hasPin ? null : <p className="text-ink-2">{t("choose")}</p>}
			<PinField
				label={person.hasPin ? t("pin") : t("newPin")}
				name="pin"
				error={fault === "different" ? undefined : said}
				value={typed.first}
				onType={(first) => type({ first })}
				inputRef={field}
			/>
			{person.hasPin ? null : (
				<PinField
					label={t("repeat")}
					name="pin-again"
					error={fault === "different" ? said : undefined}
					value={typed.second}
					onType={(again) => type({ second: again })}
					inputRef={second}
				/>
			)}
			<div className="flex flex-wrap gap-3">
				<Button type="submit" tone="primary" busy={busy}>
					{t("submit")}
				</Button>
				<Button tone="quiet" onClick={onBack}>
					{t("other")}
				</Button>
			</div>
			{person.hasPin ? <p className="text-sm text-ink-2">{t("forgotten")}</p> : null}
		</form>
	);
}

async function give(
	{ id, hasPin }: ListedProfessional,
	{ pin, storageKey }: { readonly pin: string; readonly storageKey: CryptoKey },
): Promise<boolean> {
	if (!hasPin) return setPin({ id, pin }, { storageKey });
	return (await tryProfessionalPin({ id, pin }, { storageKey })).outcome === "right";
}
