import { beforeAll, expect, test } from 'vitest';
import { detectLanguage, loadLanguages } from '../../src/text/detect-language.js';

beforeAll(loadLanguages);

const PROSE = {
  en: 'The clean build fell to eleven seconds. The generated file shrank from thousands of lines to a few, and nobody had to wait any longer for it.',
  de: 'Der Datenschutz ist in diesem Land ein Grundrecht, und wer personenbezogene Daten verarbeitet, muss sich an die Regeln halten, die dafür gelten.',
  nl: 'De gegevensbescherming is in dit land een grondrecht en wie persoonsgegevens verwerkt moet zich aan de regels houden die daarvoor gelden.',
  es: 'La protección de datos es un derecho fundamental en este país y quien trata datos personales debe respetar las reglas que existen para ello.',
  pt: 'A proteção de dados é um direito fundamental neste país e quem trata dados pessoais deve respeitar as regras que existem para isso mesmo.',
  fr: 'La protection des données est un droit fondamental dans ce pays, et quiconque traite des données personnelles doit respecter les règles.',
  it: 'La protezione dei dati è un diritto fondamentale in questo paese e chi tratta dati personali deve rispettare le regole che valgono.',
  ru: 'Защита данных является основным правом в этой стране, и каждый, кто обрабатывает персональные данные, должен соблюдать действующие правила.',
  uk: 'Захист даних є основним правом у цій країні, і кожен, хто обробляє персональні дані, повинен дотримуватися чинних правил та законів.',
  ar: 'حماية البيانات حق أساسي في هذا البلد، وكل من يعالج البيانات الشخصية عليه أن يلتزم بالقواعد السارية في ذلك المجال دون استثناء.',
  fa: 'حفاظت از داده‌ها در این کشور یک حق اساسی است و هر کسی که داده‌های شخصی را پردازش می‌کند باید از قوانین موجود پیروی کند. این قانون است.',
};

test.each(Object.entries(PROSE))('%s', (language, text) => expect(detectLanguage(text)).toBe(language));

test.each([
  ['fewer than 100 letters', PROSE.de.slice(0, 100)],
  [
    'a program',
    'let x = vec![1, 2, 3]; for i in x.iter() { println!("{}", i); } fn main() -> Result<(), Box<dyn Error>> { Ok(()) } struct Foo { bar: u32 }',
  ],
  [
    'a list of names',
    'Kubernetes Docker Grafana Prometheus Terraform Ansible Jenkins GitLab Rust Cargo Tokio Serde Axum Hyper Tower Tonic Prost Bevy Wgpu',
  ],
  [
    'a language whose neighbours are too near',
    'Databeskyttelse er en grundlæggende rettighed i dette land, og den, der behandler personoplysninger, skal overholde de regler, der gælder.',
  ],
  ['no letters', '1 2 3 '.repeat(100)],
])('not told: %s', (_name, text) => expect(detectLanguage(text)).toBeNull());

test('a text of any length costs as much as its beginning', () =>
  expect(detectLanguage(PROSE.en + 'я'.repeat(1_000_000))).toBe(
    detectLanguage((PROSE.en + 'я'.repeat(1000)).slice(0, 500)),
  ));
