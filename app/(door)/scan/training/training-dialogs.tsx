"use client";

import type { GateChoice } from "@/lib/device/door/gate-choice";
import { assertNever } from "@/lib/shared/assert-never";
import type { Trust } from "@/lib/trust/trust";
import type { DoorDialog } from "../dialogs/door-dialog";
import { HelpDialog, SupervisorDialog } from "../dialogs/spoken-dialogs";
import { DestinationDialog } from "../gate/destination-dialog";
import { RulesDialog } from "../gate/rules-dialog";

/** The dialogs of a verdict, for the exercise's own post: the real one is not touched. */
export function TrainingDialogs(props: {
	open: DoorDialog;
	gate: GateChoice;
	trust: Trust;
	onChoose: (gate: GateChoice) => void;
	onClose: () => void;
}) {
	const { open, gate, trust, onChoose, onClose } = props;
	switch (open.kind) {
		case "rules":
			return <RulesDialog trust={trust} gate={gate} onClose={onClose} />;
		case "destination":
			return (
				<DestinationDialog
					journey={gate.journey}
					trust={trust}
					onChoose={(journey) => onChoose({ ...gate, journey })}
					onClose={onClose}
				/>
			);
		case "supervisor":
			return <SupervisorDialog spoken={open.spoken} onClose={onClose} />;
		case "help":
			return <HelpDialog spoken={open.spoken} onClose={onClose} />;
		// What belongs to a post: there is none.
		case "settings":
		case "notices":
		case "register":
		case "report":
		case "inspector":
		case "firstUse":
		case "pairing":
		case "count":
		case "gateRules":
		case "doubles":
		case "override":
			return null;
		default:
			return assertNever(open);
	}
}
