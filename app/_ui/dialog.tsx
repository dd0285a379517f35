"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext, useId, useLayoutEffect, useRef } from "react";

/** What a page does about the dialogs over it: called when one opens, until what it answers is called; a line in each. */
type Host = { readonly onOpen: () => () => void; readonly note: ReactNode };

export const DialogHost = createContext<Host | undefined>(undefined);

/**
 * The browser's own modal dialog: focus stays inside, Escape closes, focus returns to where it was.
 * It is mounted only while open.
 */
export function Dialog(props: { title: string; onClose: () => void; children: ReactNode; wide?: boolean }) {
	const { title, onClose, children, wide = false } = props;
	const t = useTranslations("common");
	const ref = useRef<HTMLDialogElement>(null);
	const titleId = useId();
	const host = useContext(DialogHost);
	const onOpen = host?.onOpen;
	useLayoutEffect(() => onOpen?.(), [onOpen]);
	useLayoutEffect(() => {
		const dialog = ref.current;
		dialog?.showModal();
		// The browser would choose the first control, the closing cross: where there is a form, one wants to type.
		dialog?.querySelector<HTMLElement>("input:not([type=radio]), select, textarea")?.focus();
		// Closed while it is still in the page (a layout effect): only then does focus go back to where it was.
		return () => dialog?.close();
	}, []);
	return (
		<dialog
			ref={ref}
			aria-labelledby={titleId}
			onCancel={(event) => {
				event.preventDefault();
				onClose();
			}}
			className={`screen-only m-auto w-[calc(100%-2rem)] rounded-card border border-line bg-card p-0 text-base text-ink shadow-xl backdrop:bg-black/40 ${wide ? "max-w-3xl" : "max-w-lg"}`}
		>
			<div className="flex items-start justify-between gap-4 px-6 pt-5">
				<h2 id={titleId} className="text-xl font-semibold">
					{title}
				</h2>
				<button
					type="button"
					aria-label={t("close")}
					onClick={onClose}
					className="-mt-2 -mr-3 min-h-11 min-w-11 rounded-full text-xl leading-none text-ink-2 hover:bg-line/40"
				>
					×
				</button>
			</div>
			{host === undefined ? null : <div className="px-6 pt-2">{host.note}</div>}
			<div className="px-6 pt-3 pb-6">{children}</div>
		</dialog>
	);
}
