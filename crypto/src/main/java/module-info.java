/** Signature schemes by three providers under one strict rule (ADR 0004). */
module theseus.crypto {
    requires transitive theseus.kernel;
    requires org.bouncycastle.provider;
    // Its native library is for linux-x86_64; without it another provider serves.
    requires static com.amazon.corretto.crypto.provider;

    exports theseus.crypto;
}
