"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { CONSOLE_PATHS, type EnrolmentInput, type EnrolmentTicket, enrolmentTicket } from "@/lib/protocol/console";
import { type DeviceRole, VERIFIER_ROLES } from "@/lib/protocol/device-kit";
import { FailureNotice } from "../_form/failure-notice";
import { useAction } from "../_form/use-action";
import { TicketView } from "./ticket-view";

export type Owner =
	| { readonly kind: "pharmacy"; readonly number: string; readonly name: string }
	| { readonly kind: "venue"; readonly id: string; readonly name: string };

function inputFor(owner: Owner, role: DeviceRole, id: string): EnrolmentInput {
	if (owner.kind === "pharmacy") return { id, role: "counter", pharmacy: owner.number };
	return { id, role: role === "train" ? "train" : "door", venue: owner.id };
}

/** Makes a one-time code for one device, then shows it: the only time that it can be seen. */
export function EnrolDialog({ owner, onClose }: { owner: Owner; onClose: () => void }) {
	const t = useTranslations("console.enrol");
	const common = useTranslations("common");
	const [role, setRole] = useState<DeviceRole>(owner.kind === "pharmacy" ? "counter" : "door");
	// Named once: asking again after a lost answer gives the same code, not another.
	const [ids] = useState(() => ({
		counter: crypto.randomUUID(),
		door: crypto.randomUUID(),
		train: crypto.randomUUID(),
	}));
	const [ticket, setTicket] = useState<EnrolmentTicket>();
	const { busy, failure, run } = useAction(CONSOLE_PATHS.enrolments, enrolmentTicket);
	const name = owner.kind === "pharmacy" ? `${owner.name} (${printPharmacyNumber(owner.number)})` : owner.name;

	const make = () =>
		void run(inputFor(owner, role, ids[role])).then(setTicket, (problem: unknown) => reportError(problem));

	return (
		<Dialog title={t("title", { owner: owner.name })} onClose={onClose} wide={ticket !== undefined}>
			{ticket === undefined ? (
				<div className="grid gap-4">
					<p>{t("what")}</p>
					{owner.kind === "venue" ? <RoleChoice role={role} onChange={setRole} /> : null}
					{failure === undefined ? null : <FailureNotice failure={failure} />}
					<div className="flex justify-end gap-2">
						<Button onClick={onClose}>{common("cancel")}</Button>
						<Button tone="primary" busy={busy} onClick={make}>
							{t("make")}
						</Button>
					</div>
				</div>
			) : (
				<TicketView ticket={ticket} role={role} owner={name} onClose={onClose} />
			)}
		</Dialog>
	);
}

function RoleChoice({ role, onChange }: { role: DeviceRole; onChange: (role: DeviceRole) => void }) {
	const t = useTranslations("console");
	return (
		<fieldset className="flex gap-6">
			<legend className="mb-1 text-sm text-ink-2">{t("enrol.role")}</legend>
			{VERIFIER_ROLES.map((choice) => (
				<label key={choice} className="flex min-h-9 items-center gap-2">
					<input
						type="radio"
						name="role"
						className="size-5 accent-accent"
						checked={role === choice}
						onChange={() => onChange(choice)}
					/>
					{t(`role.${choice}`)}
				</label>
			))}
		</fieldset>
	);
}
