package theseus.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import theseus.protocol.TrapKind;

final class SandboxLoaderTest {
    @Test
    void eachLoaderHasAMeterOfItsOwn() {
        var one = new SandboxLoader(new TreeMap<>());
        var two = new SandboxLoader(new TreeMap<>());
        one.gas().set(10);
        two.gas().set(20);
        one.gas().charge(3);
        assertEquals(7, one.gas().left());
        assertEquals(20, two.gas().left());
    }

    @Test
    void runningOutIsATrapAndLeavesNothing() {
        var loader = new SandboxLoader(new TreeMap<>());
        loader.gas().set(10);
        var trap = assertThrows(Trap.class, () -> loader.gas().charge(11));
        assertEquals(TrapKind.OUT_OF_GAS, trap.kind());
        assertEquals(0, loader.gas().left());
    }

    @Test
    void theOutsideIsHiddenExceptWhatTheSandboxNeeds() throws Exception {
        var loader = new SandboxLoader(new TreeMap<>());
        assertSame(theseus.sdk.Bytes.class, loader.loadClass("theseus.sdk.Bytes"));
        assertNotSame(
                Class.forName("theseus.runtime.guest.Meter"),
                loader.loadClass("theseus.runtime.guest.Meter"));
        assertThrows(
                ClassNotFoundException.class, () -> loader.loadClass("org.junit.jupiter.api.Test"));
        assertThrows(ClassNotFoundException.class, () -> loader.loadClass("java.sql.Driver"));
    }

    @Test
    void theGuestClassesAreInstrumentedAlikeEachTime() {
        assertEquals(RuntimeFingerprint.ofThisRuntime(), RuntimeFingerprint.ofThisRuntime());
        var guest = Guest.of("static String f(int n) { Runnable r = () -> {}; return n + \"x\"; }");
        var once = Instrumenter.instrument(guest.classes());
        var again = Instrumenter.instrument(guest.classes());
        assertEquals(once.keySet(), again.keySet());
        once.forEach((name, content) -> assertArrayEquals(content, again.get(name), name));
    }
}
