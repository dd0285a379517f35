"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { EmptyState } from "@/app/_ui/empty-state";
import { TextField } from "@/app/_ui/field";
import {
	addProfessional,
	clearPin,
	type ListedProfessional,
	removeProfessional,
} from "@/lib/device/counter/professionals";
import { readRpps } from "@/lib/shared/rpps";
import { ProveForm } from "./prove-form";
import { useProfessionals } from "./use-professionals";

/**
 * The list of professionals. Whoever knows the counter's passphrase may change it: add one, take one off, or take a
 * forgotten PIN away, whose owner then chooses another (VA-8).
 */
export function ProfessionalsDialog({ storageKey, onClose }: { storageKey: CryptoKey; onClose: () => void }) {
	const t = useTranslations("vault.professionals");
	const listed = useProfessionals(storageKey);
	const [proven, setProven] = useState(false);
	const people = listed.state === "ready" ? listed.value : [];
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-5">
				<p>{t("why")}</p>
				{proven ? (
					<>
						<People people={people} storageKey={storageKey} />
						<AddForm storageKey={storageKey} />
					</>
				) : (
					<ProveForm submit={t("prove")} onProven={() => setProven(true)} />
				)}
			</div>
		</Dialog>
	);
}

function People({ people, storageKey }: { people: readonly ListedProfessional[]; storageKey: CryptoKey }) {
	const t = useTranslations("vault.professionals");
	if (people.length === 0) return <EmptyState title={t("none")} />;
	return (
		<ul className="grid gap-3">
			{people.map(({ id, name, rpps, hasPin }) => (
				<li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line pb-3">
					<span className="min-w-48 grow">
						{name} <span className="text-sm text-ink-2">{rpps}</span>
					</span>
					{hasPin ? (
						<Button compact onClick={() => void clearPin(id, { storageKey })} aria-label={t("clearPinOf", { name })}>
							{t("clearPin")}
						</Button>
					) : null}
					<Button compact onClick={() => void removeProfessional(id)} aria-label={t("removeOf", { name })}>
						{t("remove")}
					</Button>
				</li>
			))}
		</ul>
	);
}

function AddForm({ storageKey }: { storageKey: CryptoKey }) {
	const t = useTranslations("vault.professionals");
	const [name, setName] = useState("");
	const [typed, setTyped] = useState("");
	const [checked, setChecked] = useState(false);
	const rpps = readRpps(typed);
	const submit = async (event: FormEvent) => {
		event.preventDefault();
		setChecked(true);
		if (name.trim() === "" || rpps === undefined) return;
		await addProfessional({ name: name.trim().normalize("NFC"), rpps }, { storageKey });
		setName("");
		setTyped("");
		setChecked(false);
	};
	return (
		<form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
			<TextField
				name="professional-name"
				label={t("name")}
				error={checked && name.trim() === "" ? t("nameError") : undefined}
				maxLength={80}
				value={name}
				onChange={(event) => setName(event.target.value)}
			/>
			<TextField
				name="professional-rpps"
				label={t("rpps")}
				hint={t("rppsHint")}
				error={checked && rpps === undefined ? t("rppsError") : undefined}
				inputMode="numeric"
				value={typed}
				onChange={(event) => setTyped(event.target.value)}
			/>
			<Button type="submit" tone="primary" className="justify-self-start">
				{t("add")}
			</Button>
		</form>
	);
}
