BEGIN;

-- AlterTable
ALTER TABLE "devices" ADD COLUMN     "transport_jwk" JSONB,
ADD COLUMN     "transport_thumbprint" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "devices_transport_thumbprint_key" ON "devices"("transport_thumbprint");

-- A key has both its thumbprint and itself, or is not there, and no device signs with the key that only sends.
ALTER TABLE "devices" ADD CONSTRAINT "devices_transport" CHECK (
	("transport_thumbprint" IS NULL) = ("transport_jwk" IS NULL) AND "transport_thumbprint" IS DISTINCT FROM "thumbprint"
);

COMMIT;
