"use client";

import { chooseGate, type GateChoice } from "@/lib/device/door/gate-choice";
import { assertNever } from "@/lib/shared/assert-never";

import type { Trust } from "@/lib/trust/trust";
import type { TrustNotice } from "@/lib/trust/trust-list";
import type { Scanner } from "../camera/use-scanner";
import { DestinationDialog } from "../gate/destination-dialog";
import { RulesDialog } from "../gate/rules-dialog";
import type { KeyUpdate } from "../keys/use-key-update";
import { NoticesDialog } from "../notices/notices-dialog";
import { SettingsDialog } from "./settings-dialog";
import { HelpDialog, SupervisorDialog } from "./spoken-dialogs";

export type DoorDialog =
	| { readonly kind: "settings" | "rules" | "destination" | "notices" }
	/** `spoken`: the code that staff read aloud. */
	| { readonly kind: "supervisor" | "help"; readonly spoken: string };

/** The dialog that is open over the door. */
export function DoorDialogs(props: {
	open: DoorDialog;
	gate: GateChoice;
	trust: Trust;
	scanner: Pick<Scanner, "camera" | "switchLens">;
	update: KeyUpdate;
	notices: readonly TrustNotice[];
	/** Why a document was refused at the last update. */
	refused: string | undefined;
	onOpen: (dialog: DoorDialog | undefined) => void;
	onChangeGate: () => void;
}) {
	const { open, gate, trust, scanner, update, notices, refused, onOpen, onChangeGate } = props;
	const onClose = () => onOpen(undefined);
	switch (open.kind) {
		case "settings":
			return (
				<SettingsDialog
					place={gate.name}
					update={update}
					lenses={scanner.camera.state === "live" ? scanner.camera.lenses : 0}
					onLens={scanner.switchLens}
					onRules={() => onOpen({ kind: "rules" })}
					onChangeGate={onChangeGate}
					onClose={onClose}
				/>
			);
		case "rules":
			return <RulesDialog trust={trust} gate={gate} onClose={onClose} />;
		case "destination":
			return (
				<DestinationDialog
					journey={gate.journey}
					trust={trust}
					onChoose={(journey) => void chooseGate({ ...gate, journey })}
					onClose={onClose}
				/>
			);
		case "notices":
			return <NoticesDialog {...{ notices, refused, update, onClose }} />;
		case "supervisor":
			return <SupervisorDialog spoken={open.spoken} onClose={onClose} />;
		case "help":
			return <HelpDialog spoken={open.spoken} onClose={onClose} />;
		default:
			return assertNever(open);
	}
}
