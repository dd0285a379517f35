"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import type { ListedProfessional } from "@/lib/device/counter/professionals";
import { DutyPin } from "./duty-pin";

/** Who is at the counter: a name, then that person's PIN (VA-7, VA-8). */
export function DutyForm({ people, storageKey }: { people: readonly ListedProfessional[]; storageKey: CryptoKey }) {
	const t = useTranslations("vault.duty");
	const [chosen, setChosen] = useState<string>();
	const list = useRef<HTMLUListElement>(null);
	const person = people.find(({ id }) => id === chosen);
	useEffect(() => {
		if (chosen === undefined) list.current?.querySelector("button")?.focus();
	}, [chosen]);
	return (
		<div className="grid gap-5" data-vault="duty">
			<h1 className="text-3xl font-semibold">{t("title")}</h1>
			{person === undefined ? (
				<ul ref={list} className="grid gap-2.5">
					{people.map(({ id, name }) => (
						<li key={id}>
							<Button className="w-full justify-start" onClick={() => setChosen(id)}>
								{name}
							</Button>
						</li>
					))}
				</ul>
			) : (
				<DutyPin key={person.id} person={person} storageKey={storageKey} onBack={() => setChosen(undefined)} />
			)}
		</div>
	);
}
