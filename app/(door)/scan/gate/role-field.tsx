"use client";

import { useTranslations } from "next-intl";
import { GATE_ROLES, type GateRole } from "@/lib/checkin/gate-rules";
import { Choice } from "./choice";

/** What the gate is for. */
export function RoleField({ role, onChange }: { role: GateRole; onChange: (role: GateRole) => void }) {
	const t = useTranslations("door.setup.role");
	return (
		<fieldset>
			<legend className="text-sm text-ink-2">{t("label")}</legend>
			<div className="mt-1.5 grid grid-cols-1 gap-2.5 sm:grid-cols-3">
				{GATE_ROLES.map((one) => (
					<Choice key={one} name="role" checked={role === one} onPick={() => onChange(one)}>
						{t(one)}
					</Choice>
				))}
			</div>
		</fieldset>
	);
}
