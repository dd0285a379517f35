"use client";

import { useTranslations } from "next-intl";
import { type RefObject, useState } from "react";
import { CONTROL, Field } from "@/app/_ui/field";
import { isPassphrase } from "@/lib/device/identity/vault/vault";

export type NewPassphrase = {
	readonly first: string;
	readonly second: string;
	readonly fault: "short" | "different" | undefined;
};

/** What is wrong with a new passphrase that was typed twice. */
export function faultOf(first: string, second: string): NewPassphrase["fault"] {
	if (!isPassphrase(first)) return "short";
	return first === second ? undefined : "different";
}

/** One field for a passphrase, which nothing remembers and nothing corrects. */
export function PassphraseField(props: {
	name: string;
	label: string;
	hint?: string | undefined;
	error?: string | undefined;
	shown: boolean;
	value: string;
	onType: (text: string) => void;
	inputRef?: RefObject<HTMLInputElement | null>;
}) {
	const { name, label, hint, error, shown, value, onType, inputRef } = props;
	return (
		<Field label={label} hint={hint} error={error}>
			{(attributes) => (
				<input
					{...attributes}
					ref={inputRef}
					name={name}
					type={shown ? "text" : "password"}
					autoComplete="off"
					autoCapitalize="none"
					autoCorrect="off"
					spellCheck={false}
					data-1p-ignore=""
					value={value}
					onChange={(event) => onType(event.target.value)}
					className={CONTROL}
				/>
			)}
		</Field>
	);
}

/** A new passphrase, typed twice. */
export function NewPassphraseFields(props: {
	value: NewPassphrase;
	onChange: (next: NewPassphrase) => void;
	inputRef?: RefObject<HTMLInputElement | null>;
}) {
	const { value, onChange, inputRef } = props;
	const t = useTranslations("vault.passphrase");
	const [shown, setShown] = useState(false);
	return (
		<>
			<PassphraseField
				name="passphrase"
				label={t("new")}
				hint={t("hint")}
				error={value.fault === "short" ? t("short") : undefined}
				shown={shown}
				value={value.first}
				onType={(first) => onChange({ ...value, first, fault: undefined })}
				{...(inputRef === undefined ? {} : { inputRef })}
			/>
			<PassphraseField
				name="repeat"
				label={t("repeat")}
				error={value.fault === "different" ? t("different") : undefined}
				shown={shown}
				value={value.second}
				onType={(second) => onChange({ ...value, second, fault: undefined })}
			/>
			<ShowTyped shown={shown} onShow={setShown} />
		</>
	);
}

export function ShowTyped({ shown, onShow }: { shown: boolean; onShow: (shown: boolean) => void }) {
	const t = useTranslations("vault.passphrase");
	return (
		<label className="flex min-h-11 items-center gap-3 justify-self-start">
			<input
				type="checkbox"
				checked={shown}
				onChange={(event) => onShow(event.target.checked)}
				className="size-5 accent-accent"
			/>
			{t("show")}
		</label>
	);
}
