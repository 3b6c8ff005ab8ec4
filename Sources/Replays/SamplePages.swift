import Corpora

/// A few pages of Thresher's own, to go through notebooks with where no corpus is given.
///
/// Each tells of a town in a page of markup with links, lists and a table. They are enough to take
/// every step, and too few and too alike to learn much from.
enum SamplePages {
  /// The pages.
  static let documents = towns.map { town in
    Document(
      id: town.name, title: town.name, path: "sample pages, \(town.name)", text: page(of: town),
      isHTML: true)
  }

  private struct Town {
    let name: String
    let country: String
    let river: String
    let founded: Int
    let craft: String
    let person: String
    let neighbours: [String]
  }

  private static let towns = [
    Town(
      name: "Zurich", country: "Switzerland", river: "Limmat", founded: 15, craft: "silk",
      person: "Gottfried Keller", neighbours: ["Basel", "Bern", "Winterthur"]),
    Town(
      name: "Porto", country: "Portugal", river: "Douro", founded: 868, craft: "wine",
      person: "Henry the Navigator", neighbours: ["Braga", "Aveiro", "Coimbra"]),
    Town(
      name: "Gdansk", country: "Poland", river: "Vistula", founded: 997, craft: "amber",
      person: "Johannes Hevelius", neighbours: ["Sopot", "Gdynia", "Elblag"]),
    Town(
      name: "Lyon", country: "France", river: "Saone", founded: 43, craft: "printing",
      person: "Louise Labe", neighbours: ["Vienne", "Grenoble", "Dijon"]),
    Town(
      name: "Bergen", country: "Norway", river: "Nygard", founded: 1070, craft: "fishing",
      person: "Edvard Grieg", neighbours: ["Voss", "Stavanger", "Odda"]),
    Town(
      name: "Seville", country: "Spain", river: "Guadalquivir", founded: 206, craft: "pottery",
      person: "Diego Velazquez", neighbours: ["Cordoba", "Cadiz", "Huelva"]),
    Town(
      name: "Leeds", country: "England", river: "Aire", founded: 1207, craft: "weaving",
      person: "Joseph Priestley", neighbours: ["York", "Bradford", "Halifax"]),
    Town(
      name: "Turku", country: "Finland", river: "Aura", founded: 1229, craft: "shipbuilding",
      person: "Johan Gadolin", neighbours: ["Naantali", "Salo", "Tampere"]),
    Town(
      name: "Ferrara", country: "Italy", river: "Po", founded: 753, craft: "painting",
      person: "Girolamo Savonarola", neighbours: ["Bologna", "Ravenna", "Modena"]),
    Town(
      name: "Ghent", country: "Belgium", river: "Scheldt", founded: 650, craft: "lace",
      person: "Maurice Maeterlinck", neighbours: ["Bruges", "Antwerp", "Kortrijk"]),
    Town(
      name: "Graz", country: "Austria", river: "Mur", founded: 1128, craft: "clockmaking",
      person: "Johannes Kepler", neighbours: ["Leoben", "Maribor", "Vienna"]),
    Town(
      name: "Aarhus", country: "Denmark", river: "Brabrand", founded: 770, craft: "brewing",
      person: "Ole Roemer", neighbours: ["Randers", "Horsens", "Silkeborg"]),
  ]

  private static func page(of town: Town) -> String {
    let items = town.neighbours.map {
      "<li><a href=\"\($0).html\">\($0)</a>, a town nearby</li>"
    }.joined(separator: "\n")
    let rows = [
      ("Country", town.country), ("River", town.river), ("First named", "\(town.founded)"),
    ].map { "<tr><th>\($0)</th><td>\($1)</td></tr>" }.joined(separator: "\n")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <title>\(town.name)</title>
      </head>
      <body>
      <h1>\(town.name)</h1>
      <p><b>\(town.name)</b> is a town in <i>\(town.country)</i> on the river \(town.river). \
      It was first named in the year \(town.founded), when merchants from \(town.neighbours[0]) came \
      to the market there. For a long time the people of \(town.name) lived from \(town.craft).</p>
      <h2>History</h2>
      <p>The oldest houses stand near the bridge over the \(town.river). After the great fire the \
      council of \(town.name) built them again of stone, and the guild of \(town.craft) gave the \
      money for a hall. Its most famous child is <a href="people.html">\(town.person)</a>, whose \
      letters are kept in the library. In a letter \(town.person) wrote that nobody who has seen \
      \(town.neighbours[1]) can forget \(town.name).</p>
      <table>
      \(rows)
      </table>
      <h2>Neighbours</h2>
      <ul>
      \(items)
      </ul>
      <div><p>On Sundays a boat goes down the \(town.river) to \(town.neighbours[2]), and the \
      museum of \(town.craft) is open until the evening.</p></div>
      </body>
      </html>

      """
  }
}
