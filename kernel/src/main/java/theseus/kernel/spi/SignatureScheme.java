package theseus.kernel.spi;

import theseus.protocol.SignatureCheck;

/**
 * The kernel's port for {@link SignatureCheck}: one strict rule, the same answer from every
 * provider. Thread-safe.
 */
public interface SignatureScheme extends SignatureCheck {}
