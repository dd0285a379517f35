"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Dialog } from "@/app/_ui/dialog";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { type EnrolmentInput, type EnrolmentTicket, enrolmentTicket } from "@/lib/protocol/console";
import { type DeviceRole, VERIFIER_ROLES } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { ok } from "@/lib/shared/result";
import { FormDialog } from "../_form/form-dialog";
import { RadioChoice } from "../_form/radio-choice";
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
	const roles = useTranslations("console.role");
	const [made, setMade] = useState<{ ticket: EnrolmentTicket; role: DeviceRole }>();
	const title = t("title", { owner: owner.name });
	if (made !== undefined) {
		const name = owner.kind === "pharmacy" ? `${owner.name} (${printPharmacyNumber(owner.number)})` : owner.name;
		return (
			<Dialog title={title} onClose={onClose} wide>
				<TicketView {...made} owner={name} onClose={onClose} />
			</Dialog>
		);
	}
	return (
		<FormDialog
			title={title}
			submit={t("make")}
			initial={(): { role: DeviceRole } => ({ role: owner.kind === "pharmacy" ? "counter" : "door" })}
			// One id for each role: asking again after a lost answer gives the same code, not another.
			read={({ role }, id) => ok(inputFor(owner, role, id(role)))}
			path={PATHS.console.enrolments}
			answer={enrolmentTicket}
			onClose={onClose}
			onDone={(ticket, { role }) => setMade({ ticket, role })}
		>
			{({ draft, change }) => (
				<>
					<p>{t("what")}</p>
					{owner.kind === "venue" ? (
						<RadioChoice
							label={t("role")}
							choices={VERIFIER_ROLES.map((value) => ({ value, label: roles(value) }))}
							value={draft.role === "train" ? "train" : "door"}
							onChange={(role) => change({ role })}
						/>
					) : null}
				</>
			)}
		</FormDialog>
	);
}
