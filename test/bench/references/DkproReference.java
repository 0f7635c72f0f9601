import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.dkpro.statistics.agreement.coding.CodingAnnotationStudy;
import org.dkpro.statistics.agreement.coding.KrippendorffAlphaAgreement;
import org.dkpro.statistics.agreement.distance.NominalDistanceFunction;
import org.dkpro.statistics.agreement.unitizing.KrippendorffAlphaUnitizingAgreement;
import org.dkpro.statistics.agreement.unitizing.UnitizingAnnotationStudy;

/**
 * Times one calculation of DKPro Statistics: DkproReference alphaU|alpha FILE, figures as JSON. Lines of
 * the file: for alphaU coders and length, then coder, start, end, label; for alpha coders, then a unit
 * each, with "-" where there is no value. The clock runs after some calculations that warm it up.
 */
public class DkproReference {
  public static void main(String[] given) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(given[1]));
    if (given[0].equals("alpha")) alpha(lines);
    else alphaU(lines);
  }

  private static void alphaU(List<String> lines) {
    String[] head = lines.get(0).split(" ");
    UnitizingAnnotationStudy study =
        new UnitizingAnnotationStudy(Integer.parseInt(head[0]), Integer.parseInt(head[1]));
    for (String line : lines.subList(1, lines.size())) {
      String[] span = line.split(" ");
      int start = Integer.parseInt(span[1]);
      study.addUnit(start, Integer.parseInt(span[2]) - start, Integer.parseInt(span[0]), span[3]);
    }
    time(() -> new KrippendorffAlphaUnitizingAgreement(study).calculateAgreement());
  }

  private static void alpha(List<String> lines) {
    CodingAnnotationStudy study = new CodingAnnotationStudy(Integer.parseInt(lines.get(0)));
    for (String line : lines.subList(1, lines.size())) {
      List<Object> values = new ArrayList<>();
      for (String value : line.split(" ")) values.add(value.equals("-") ? null : value);
      study.addItemAsArray(values.toArray());
    }
    time(() -> new KrippendorffAlphaAgreement(study, new NominalDistanceFunction()).calculateAgreement());
  }

  /** One that takes long is timed once, without warming up: it has warmed itself up. */
  private static void time(DoubleSupplier calculate) {
    List<String> taken = new ArrayList<>();
    double value = 0;
    long begun = System.nanoTime();
    for (int round = 0; round < 15 && System.nanoTime() - begun < 60_000_000_000L; round++) {
      long start = System.nanoTime();
      value = calculate.getAsDouble();
      taken.add(String.valueOf((System.nanoTime() - start) / 1e6));
    }
    List<String> warm = taken.size() > 5 ? taken.subList(5, taken.size()) : taken;
    System.out.println("{\"ms\": [" + String.join(", ", warm) + "], \"value\": " + value + "}");
  }
}
